namespace JwtCore.Testing;

/// <summary>What is no three segments of base64url, or too much of them (RFC 7515 section 7.1).</summary>
internal static class BadSegments
{
    public static IEnumerable<BadToken> Make(Forger forger)
    {
        string good = forger.Good;
        (string header, string payload, string signature) = (forger.Segments[0], forger.Segments[1], forger.Segments[2]);
        string pad = Forger.Quote(new string('a', 16_384));

        yield return forger.WithClaim("token of more than 16,384 bytes", VerifyError.TokenTooLarge, "pad", pad);
        yield return forger.WithMember("header of more than 8,192 bytes", VerifyError.TokenTooLarge, "pad", Forger.Quote(new string('a', 8_192)));

        string encrypted = Forger.Encode("""{"alg":"RSA-OAEP-256","enc":"A256GCM"}""");
        yield return new("encrypted token", $"{encrypted}.{signature}.AAAAAAAAAAAAAAAA.{payload}.AAAAAAAAAAAAAAAAAAAAAA", VerifyError.EncryptedTokenNotSupported);
        yield return new("encrypted token without key", $"{encrypted}..AAAAAAAAAAAAAAAA.{payload}.AAAAAAAAAAAAAAAAAAAAAA", VerifyError.EncryptedTokenNotSupported);

        yield return NotCompact("nothing", "");
        yield return NotCompact("one segment", header);
        yield return NotCompact("two segments", $"{header}.{payload}");
        yield return NotCompact("four segments", $"{good}.{signature}");
        yield return NotCompact("six segments", $"{good}.{good}");
        yield return NotCompact("dots alone", "..");
        yield return NotCompact("no header", $".{payload}.{signature}");
        yield return NotCompact("no payload", $"{header}..{signature}");
        yield return NotCompact("dot at the end", good + ".");
        yield return NotCompact("dot at the start", "." + good);
        yield return NotCompact("scheme before it", "Bearer " + good);
        yield return NotCompact("space before it", " " + good);
        yield return NotCompact("space behind it", good + " ");
        yield return NotCompact("line feed behind it", good + "\n");
        yield return NotCompact("line feed inside", good.Insert(good.Length / 2, "\r\n"));
        yield return NotCompact("tab inside", good.Insert(3, "\t"));
        yield return NotCompact("null character behind it", good + "\0");
        yield return NotCompact("byte order mark before it", "\ufeff" + good);
        yield return NotCompact("fullwidth letter", "\uff25" + good[1..]);
        yield return NotCompact("Cyrillic letter", "\u0435" + good[1..]);
        yield return NotCompact("quotes around it", $"\"{good}\"");
        yield return NotCompact("two tokens", $"{good},{good}");
        yield return NotCompact("padded header", $"{header}=.{payload}.{signature}");
        yield return NotCompact("padded payload", $"{header}.{payload}==.{signature}");
        yield return NotCompact("padded signature", $"{good}==");
        yield return NotCompact("padding escaped", $"{good}%3D");
        yield return NotCompact("dots escaped", good.Replace(".", "%2E", StringComparison.Ordinal));
        yield return NotCompact("base64 plus", $"+{good[1..]}");
        yield return NotCompact("base64 slash", $"{good[..^1]}/");
        yield return NotCompact("flattened JSON serialization", $$"""{"protected":"{{header}}","payload":"{{payload}}","signature":"{{signature}}"}""");
        yield return NotCompact("general JSON serialization", $$"""{"payload":"{{payload}}","signatures":[{"protected":"{{header}}","signature":"{{signature}}"}]}""");
        yield return NotCompact("header not encoded", $"{forger.Header}.{payload}.{signature}");
        yield return NotCompact("payload not encoded", $"{header}.{forger.Payload}.{signature}");
    }

    private static BadToken NotCompact(string name, string token) => new(name, token, VerifyError.NotCompactJws);
}
