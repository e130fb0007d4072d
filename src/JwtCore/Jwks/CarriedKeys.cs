namespace JwtCore.Jwks;

/// <summary>
/// Takes an answer over into what is held. Unchanged keys stay the same objects, which spares their preparation; an
/// unchanged set stays the same set, and with it everything that was remembered under it.
/// </summary>
internal static class CarriedKeys
{
    /// <summary>The set of an answer.</summary>
    /// <param name="keys">Its keys.</param>
    /// <param name="held">What is held, or null.</param>
    public static JwkSet Of(IReadOnlyCollection<Jwk> keys, KeySetSnapshot? held)
    {
        if (held is null)
        {
            return new JwkSet(keys);
        }

        Dictionary<Jwk, Jwk> known = held.Keys.Keys.Union(held.Answer.Keys, Jwk.ByContent).ToDictionary(key => key, Jwk.ByContent);
        JwkSet set = new(keys.Select(key => known.GetValueOrDefault(key, key)));
        return set.Keys.SequenceEqual(held.Answer.Keys) ? held.Answer : set;
    }
}
