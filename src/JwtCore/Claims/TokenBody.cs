using System.Diagnostics.CodeAnalysis;
using JwtCore.Text;

namespace JwtCore.Claims;

/// <summary>
/// The payload of one token: its bytes, its JSON members and its registered claims. It says nothing of trust: the pipeline
/// fills it before the signature is verified where it must, and whoever holds it knows whether it was. Starts in any
/// state; <see cref="Reset"/> first.
/// </summary>
internal struct TokenBody
{
    public RegisteredClaims Claims;
    public TokenMemory Memory;
    public JsonMembers Members;

    /// <summary>The order in which exactly these members come; null when they did not come as expected.</summary>
    public MemberOrder? Order;

    /// <summary>The decoded payload.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<byte> Payload => Memory.Payload;

    /// <summary>Forgets everything. The inline bytes stay what they are, out of reach.</summary>
    public void Reset()
    {
        Claims = default;
        Memory.Reset();
        Members.Reset();
        Order = null;
    }

    /// <summary>Gives rented memory back.</summary>
    public void Release()
    {
        Members.Release();
        Memory.Release();
    }

    /// <summary>Decodes a payload and lists its members.</summary>
    /// <param name="encoded">The payload segment.</param>
    /// <param name="maxDepth">The deepest nesting allowed.</param>
    /// <param name="isAuthentic">False before the signature verified: a long payload then lies in rented memory.</param>
    /// <param name="expected">The order that its members probably have, or null.</param>
    /// <returns>False when it is not canonical base64url, or not one strict JSON object.</returns>
    public bool TryRead(scoped ReadOnlySpan<byte> encoded, int maxDepth, bool isAuthentic, MemberOrder? expected)
    {
        Span<byte> payload = Memory.ReservePayload(StrictBase64Url.DecodedLength(encoded.Length), isAuthentic);
        if (!StrictBase64Url.TryDecode(encoded, payload)
            || StrictJson.CheckObject(payload, maxDepth, expected, ref Members, out bool cameAsExpected) != JsonFlaw.None)
        {
            return false;
        }

        Order = cameAsExpected ? expected : null;
        return true;
    }

    /// <summary>Copies a payload that is not encoded and lists its members.</summary>
    /// <param name="json">The payload.</param>
    /// <param name="maxDepth">The deepest nesting allowed.</param>
    /// <returns>False when it is not one strict JSON object.</returns>
    public bool TryCopy(scoped ReadOnlySpan<byte> json, int maxDepth)
    {
        Span<byte> payload = Memory.ReservePayload(json.Length, isAuthentic: true);
        json.CopyTo(payload);
        return StrictJson.CheckObject(payload, maxDepth, null, ref Members, out _) == JsonFlaw.None;
    }

    [UnscopedRef]
    public readonly Utf8Text Text(TextRange range) => range.IsPresent ? new Utf8Text(Memory[range]) : default;

    [UnscopedRef]
    public readonly Utf8List List(TextRange range) => new(Memory[range], range.Form);
}
