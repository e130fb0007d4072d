using System.Buffers.Text;
using JwtCore.Testing;

namespace JwtCore.Fuzz.Tokens;

/// <summary>Signs what an input says, so that the code behind the signature is reached, and damages the token afterwards.</summary>
internal static class TokenMaker
{
    private const int StepLength = 4;
    private const int MostSteps = 8;

    /// <summary>The token of an input: signed, then damaged by its script; or with the script as its signature.</summary>
    public static string Make(TokenInput input, TestKeyPair[] pairs)
    {
        string header = Encode(input.Header, input.IsPadded);
        string payload = Encode(input.Payload, input.IsPadded);
        return input.IsSignatureGiven
            ? $"{header}.{payload}.{Encode(input.Script, input.IsPadded)}"
            : Damage(Pad(pairs[input.Key % pairs.Length].SignEncoded(header, payload), input.IsPadded), input.Script);
    }

    // Steps of four bytes each: what to do, where in two bytes, and a value.
    private static string Damage(string token, byte[] script)
    {
        for (int i = 0; i + StepLength <= script.Length && i < MostSteps * StepLength; i += StepLength)
        {
            int at = ((script[i + 1] << 8) | script[i + 2]) % (token.Length + 1);
            string value = ((char)script[i + 3]).ToString();
            token = (script[i] % 8) switch
            {
                0 => token[..at] + value + token[Math.Min(at + 1, token.Length)..],
                1 => token.Insert(at, value),
                2 => token.Remove(at, Math.Min(1, token.Length - at)),
                3 => token[..at],
                4 => token[at..],
                5 => token.Insert(at, "."),
                6 => token.Insert(at, "="),
                _ => token + token[at..],
            };
        }

        return token;
    }

    private static string Encode(byte[] bytes, bool isPadded) => Pad(Base64Url.EncodeToString(bytes), isPadded);

    // The last segment only: the first two were padded before they were signed.
    private static string Pad(string text, bool isPadded) =>
        isPadded ? text + new string('=', (4 - ((text.Length - text.LastIndexOf('.') - 1) % 4)) % 4) : text;
}
