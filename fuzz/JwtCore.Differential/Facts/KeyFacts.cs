using System.Text;
using JwtCore.Differential.Tokens;

namespace JwtCore.Differential.Facts;

/// <summary>What is unusual about the key that a token names, or does not name.</summary>
internal static class KeyFacts
{
    // Of all keys but the one that is too short.
    private const int ModulusLength = 256;

    private static readonly string[] Purposes = ["enc", "ops", "hs-enc"];

    public static readonly Fact[] All =
    [
        new("no kid", view => !view.Header.Has("kid")),
        new("no kid, and several keys tolerated", view => view.Setting == Setting.Nearest && !view.Header.Has("kid")),
        new("kid of no key", view => IsInSet(view) && view.HeaderText("kid") is string kid && !KeyRing.All.Any(key => key.KeyId == kid)),
        new("kid of a key for another purpose", view => Named(view, Purposes)),
        new("kid of a key for another alg", view => IsInSet(view) && Key(view)?.Jwk["alg"] is { } alg && (string?)alg != view.HeaderText("alg")),
        new("kid of a key of another type", view => IsInSet(view) && Key(view) is TestKey key && key.Type != Type(view)),
        new("kid of a key that is too short", view => Named(view, "small", "hs-short")),
        new("kid of a key of another curve", view => Named(view, "es384")),
        new("kid of several keys", view => Named(view, "twin")),
        new("kid of one key published under several algorithms", view => Named(view, "both")),
        new("kid of a key in another spelling", view => Named(view, "spelt")),
        new("kid of keys on two curves, one without its leading zero", view => Named(view, "curves")),
        new("no kid, and signed by a key in another spelling", view => IsInSet(view) && !view.Header.Has("kid") && KeyRing.All.Any(key => key.KeyId is "spelt" or "curves" && HasSigned(key, view))),
        new("RSA signature shorter than the modulus", view => Type(view) == "RSA" && TokenView.Decode(view.Segment(2)).Length is > 0 and < ModulusLength),
        new("no kid, and signed by a key that must not sign so", view => IsInSet(view) && !view.Header.Has("kid") && KeyRing.All.Any(key => IsUnfit(key, view.HeaderText("alg")) && HasSigned(key, view))),
    ];

    private static bool IsInSet(TokenView view) => view.Setting != Setting.Alone;

    private static bool Named(TokenView view, params string[] keyIds) => IsInSet(view) && keyIds.Contains(view.HeaderText("kid"));

    private static TestKey? Key(TokenView view) => KeyRing.All.FirstOrDefault(key => key.KeyId == view.HeaderText("kid"));

    private static string? Type(TokenView view) => view.HeaderText("alg") switch
    {
        ['H', 'S', ..] => "oct",
        ['E', 'S', ..] => "EC",
        ['R' or 'P', 'S', ..] => "RSA",
        _ => null,
    };

    private static bool IsUnfit(TestKey key, string? alg) =>
        Purposes.Contains(key.KeyId) || key.KeyId is "small" or "hs-short" || (key.Jwk["alg"] is { } own && (string?)own != alg);

    private static bool HasSigned(TestKey key, TokenView view) =>
        key.Type == Type(view) && key.Verifies(view.HeaderText("alg")!, Encoding.UTF8.GetBytes($"{view.Segment(0)}.{view.Segment(1)}"), TokenView.Decode(view.Segment(2)));
}
