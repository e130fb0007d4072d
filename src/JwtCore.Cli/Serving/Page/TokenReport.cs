using System.Text;
using System.Text.Json;

namespace JwtCore.Cli;

/// <summary>The verdict on one token with all that the page shows of it.</summary>
internal sealed class TokenReport
{
    private readonly ExplainRequest _asked;
    private readonly GivenKeys _keys;
    private readonly Refusal _token;
    private readonly TokenJudgement _judgement;

    // Null unless the token is valid.
    private readonly string? _keyId;

    private TokenReport(ExplainRequest asked, GivenKeys keys, Refusal token, string? keyId)
    {
        _asked = asked;
        _keys = keys;
        _token = token;
        _keyId = keyId;
        _judgement = TokenJudgement.Of(token);
    }

    private bool IsValid => _token.Error == VerifyError.None;

    private bool IsAuthentic => IsValid || _judgement.Explanation.IsAuthentic;

    /// <summary>Judges the token as <c>verify</c> does.</summary>
    /// <exception cref="RefusedArgumentException">What it is held against makes no policy.</exception>
    public static TokenReport Make(ExplainRequest asked, GivenKeys keys, TimeProvider clock)
    {
        VerificationPolicy policy = new()
        {
            Issuer = asked.Issuer ?? Expected.Any,
            Audience = asked.Audience ?? Expected.Any,
            Algorithms = asked.Algorithms,
            Keys = keys.Source,
        };
        FixedClock now = new(clock.GetUtcNow());
        JwtVerifier verifier = new(policy, new JwtVerifierOptions { TimeProvider = now });
        byte[] text = Encoding.UTF8.GetBytes(asked.Token);
        int longest = new Limits().TokenBytes;
        verifier.TryVerify(text, out VerifiedToken verified);
        Refusal token = new(verified.Error, verified.ErrorClaim, verified.ErrorFault)
        {
            Policy = policy,
            Text = text,
            Token = UnverifiedToken.Read(text, longest),
            Keys = keys.Source.Keys,
            Now = now.GetUtcNow(),
            LongestToken = longest,
        };
        return new TokenReport(asked, keys, token, verified.KeyId);
    }

    // Names, order and types of the members are a contract with the page.
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("now", UnixTime.Text(_token.Now));
        writer.WriteString("sentence", ErrorSentences.Of(_token.Error));
        TokenFindings.WriteJson(writer, _judgement);
        WriteSteps(writer);
        WriteContent(writer, "verified", IsAuthentic);
        WriteContent(writer, "unverified", !IsAuthentic);
        WriteKeys(writer);
        writer.WriteEndObject();
    }

    private void WriteSteps(Utf8JsonWriter writer)
    {
        PipelineStep? failed = IsValid ? null : PipelineStep.Of(_token.Error);
        bool isReached = true;
        writer.WriteStartArray("steps");
        foreach (PipelineStep step in PipelineStep.All)
        {
            bool isFailed = step == failed;
            isReached &= !isFailed;
            string? waiver = Waiver(step.Name);
            writer.WriteStartObject();
            writer.WriteString("name", step.Name);
            writer.WriteString("rule", step.Rule);
            writer.WriteString("state", isFailed ? "failed" : !isReached ? "open" : waiver is null ? "passed" : "waived");
            writer.WriteString("detail", isFailed ? _token.Error.ToString() : !isReached ? null : waiver ?? Detail(step.Name));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private string? Waiver(string step) => step switch
    {
        PipelineStep.Issuer when _asked.Issuer is null => "not checked: no issuer is given",
        PipelineStep.Audience when _asked.Audience is null => "not checked: no audience is given",
        _ => null,
    };

    // What a step that passed saw.
    private string Detail(string step) => step switch
    {
        PipelineStep.Size => $"{_token.Text.Length} bytes, at most {_token.LongestToken}",
        PipelineStep.Form => $"segments of {string.Join(", ", _token.Token.Segments)} characters",
        PipelineStep.Header => ValueText.OfMember("alg", _token.Header("alg")),
        PipelineStep.Key => Fitting().Select(KeyExplanation.Describe).FirstOrDefault() ?? "",
        PipelineStep.Signature => $"{_token.Token.Algorithm?.ToName()}, {_token.Token.Signature?.Bytes?.Length} bytes",
        PipelineStep.Payload => $"{Members(_token.Token.Payload).Length} claims",
        PipelineStep.Type => ValueText.OfMember("typ", _token.Header("typ")),
        PipelineStep.Issuer => ValueText.OfMember("iss", _token.Payload("iss")),
        PipelineStep.Audience => ValueText.OfMember("aud", _token.Payload("aud")),
        PipelineStep.Time => Note("exp", _token.Payload("exp")) ?? "",
        _ => "no cnf",
    };

    private void WriteContent(Utf8JsonWriter writer, string name, bool isWritten)
    {
        if (!isWritten)
        {
            writer.WriteNull(name);
            return;
        }

        writer.WriteStartObject(name);
        WriteMembers(writer, "header", _token.Token.Header);
        WriteMembers(writer, "claims", _token.Token.Payload);
        writer.WriteEndObject();
    }

    private void WriteMembers(Utf8JsonWriter writer, string name, TokenSegment? segment)
    {
        writer.WriteStartArray(name);
        foreach (JsonProperty member in Members(segment))
        {
            writer.WriteStartObject();
            writer.WriteString("name", SafeText.Escape(member.Name));
            writer.WriteString("value", SafeJson.Text(member.Value));
            writer.WriteString("note", Note(member.Name, member.Value));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static JsonProperty[] Members(TokenSegment? segment) =>
        segment?.Json is { ValueKind: JsonValueKind.Object } json ? [.. json.EnumerateObject()] : [];

    private string? Note(string claim, JsonElement value)
    {
        if (!ClaimTime.IsDate(claim) || ClaimTime.Read(value) is not DateTimeOffset time)
        {
            return null;
        }

        TimeSpan ahead = time - _token.Now;
        string verb = (claim, ahead > TimeSpan.Zero) switch
        {
            ("exp", true) => "expires",
            ("exp", false) => "expired",
            ("nbf", true) => "becomes valid",
            ("nbf", false) => "valid since",
            _ => "issued",
        };
        return $"{verb} {UnixTime.Text(time)}, {(ahead > TimeSpan.Zero ? $"in {ClaimTime.Words(ahead)}" : $"{ClaimTime.Words(-ahead)} ago")}";
    }

    // The key that verified, else those that could.
    private IEnumerable<Jwk> Fitting()
    {
        JsonElement kid = _token.Header("kid");
        string? keyId = _keyId ?? (kid.ValueKind == JsonValueKind.String ? kid.GetString() : null);
        return KeyExplanation.Fitting(_token, keyId);
    }

    private void WriteKeys(Utf8JsonWriter writer)
    {
        HashSet<Jwk> fitting = [.. _token.Token.Algorithm is null ? [] : Fitting()];
        KeyTable.WriteJson(writer, _keys.View);
        writer.WriteStartArray("fitting");
        foreach (KeyEntry entry in _keys.View.Usable.Where(entry => fitting.Any(key => IsSame(key, entry.Key!))))
        {
            writer.WriteNumberValue(entry.Index);
        }

        writer.WriteEndArray();
    }

    // The view reads the entries anew.
    private static bool IsSame(Jwk one, Jwk other) => one.KeyId == other.KeyId && one.Algorithm == other.Algorithm && one.KeyType == other.KeyType && one.Thumbprint == other.Thumbprint;
}
