using JwtCore.Text;

namespace JwtCore.Rules;

/// <summary>
/// Header members that must be there, with any value but null or with one of several. It is asked when the header is read, and
/// its answer is remembered with the header. Immutable.
/// </summary>
internal sealed class RequiredHeadersRule
{
    /// <summary>The answer for a header that has all of them. Every other number is a fault, which names the member.</summary>
    public const int NoFault = 0;

    private const string Name = "RequiredHeaders";

    private readonly (string Text, byte[] Utf8, ExpectedTexts Value)[] _members;

    /// <exception cref="ArgumentException">A member has no name or is none to require, or an expected value is empty.</exception>
    public RequiredHeadersRule(IReadOnlyDictionary<string, Expected> required)
    {
        foreach (string name in required.Keys)
        {
            Refuse(name);
        }

        _members = [.. required.Select(member => (member.Key, TextTable.Encode(member.Key), new ExpectedTexts(member.Value, Name)))];
    }

    /// <summary>The first member that is missing or has a value which is not accepted.</summary>
    /// <param name="header">The decoded header, which passed the gate.</param>
    /// <param name="maxDepth">The deepest nesting allowed.</param>
    /// <returns><see cref="NoFault"/>, or the fault.</returns>
    public int FindFault(ReadOnlySpan<byte> header, int maxDepth)
    {
        if (_members.Length == 0)
        {
            return NoFault;
        }

        JsonMembers members = default;
        StrictJson.CheckObject(header, maxDepth, ref members);
        int fault = FindFault(header, in members);
        members.Release();
        return fault;
    }

    public static VerifyError Check(int fault) => fault == NoFault ? VerifyError.None : VerifyError.RequiredHeaderMissing;

    /// <summary>The member that a fault is about.</summary>
    public string NameOf(int fault) => _members[(fault - 1) / 2].Text;

    /// <summary>Missing, for a member that is absent, null or empty; None for one with a value that is not accepted.</summary>
    public static ClaimFault KindOf(int fault) => (fault - 1) % 2 == 0 ? ClaimFault.Missing : ClaimFault.None;

    private int FindFault(ReadOnlySpan<byte> header, in JsonMembers members)
    {
        for (int i = 0; i < _members.Length; i++)
        {
            ReadOnlySpan<byte> value = members.FindTopLevel(header, _members[i].Utf8);
            ExpectedTexts expected = _members[i].Value;

            // A list that merely contains the value is another value.
            bool isList = !value.IsEmpty && value[0] is (byte)'[' or (byte)'{';
            if (value.IsEmpty || (isList && !expected.IsAny) || !RequiredClaimsRule.IsExpected(value, expected))
            {
                bool isMissing = value.IsEmpty || value.SequenceEqual("null"u8) || value.SequenceEqual("\"\""u8);
                return (2 * i) + (isMissing ? 1 : 2);
            }
        }

        return NoFault;
    }

    private static void Refuse(string name)
    {
        if (string.IsNullOrEmpty(name) || !TextTable.CanEncode(name))
        {
            throw new RefusedArgumentException(Name, "has a name that is empty or has a lone surrogate.");
        }

        switch (name)
        {
            // RFC 8725 section 3.10: never used, and so never a reason to trust a token.
            case "jwk" or "jku" or "x5u" or "x5c":
                throw new RefusedArgumentException(Name, $"names {name}, which is never read: a token does not bring its own key.");
            case "alg":
                throw new RefusedArgumentException(Name, "names alg. The accepted algorithms are ", "Algorithms", ".");
            case "typ":
                throw new RefusedArgumentException(Name, "names typ. The accepted types are ", "Types", ".");
            case "kid":
                throw new RefusedArgumentException(Name, "names kid. The accepted key IDs are those of ", "Keys", ".");
            case "crit" or "b64" or "zip":
                throw new RefusedArgumentException(Name, $"names {name}, which has a rule of its own: a token with an extension of the signature is refused.");
        }
    }
}
