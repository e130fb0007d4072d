namespace JwtCore.Jwks;

/// <summary>
/// Tells the answer of a node that lags behind from a change of the set. A lagging node has an older set, so its answer has
/// no key that was never seen. It may lack a key that is new, and it may have a key that was removed: the one stays until
/// the next answer, the other waits for it. Each key is spared once. Knows no clock. Not thread-safe.
/// </summary>
/// <param name="options">Of the source.</param>
internal sealed class KeySettling(RemoteJwksOptions options)
{
    // When each key appeared that may still be spared.
    private readonly Dictionary<Jwk, TwoClocks> _new = new(Jwk.ByContent);
    private readonly Dictionary<Jwk, Removal> _removed = new(Jwk.ByContent);
    private bool _isFlushed;

    /// <summary>Judges an answer.</summary>
    /// <param name="held">The keys that verify; null when there are none, or none that are trusted.</param>
    /// <param name="without">Those of them that were not spared already; null when none was.</param>
    /// <param name="answer">The keys of the answer.</param>
    /// <param name="start">When it was asked for.</param>
    /// <param name="isAskedFor">The application asked for it: a key that it lacks goes at once.</param>
    public SettledKeys Take(JwkSet? held, JwkSet? without, JwkSet answer, TwoClocks start, bool isAskedFor)
    {
        if (options.SettlingTime == TimeSpan.Zero)
        {
            return new SettledKeys(answer, IsWhole: true);
        }

        Forget(start);
        if (held is null)
        {
            Begin(answer, start);
            return new SettledKeys(answer, IsWhole: true);
        }

        HashSet<Jwk> answered = new(answer.Keys, Jwk.ByContent);
        HashSet<Jwk> known = new(held.Keys, Jwk.ByContent);
        Jwk[] lacking = [.. held.Keys.Where(key => !answered.Contains(key))];
        Jwk[] others = [.. answer.Keys.Where(key => !known.Contains(key))];
        Jwk[] appeared = [.. others.Where(key => !_removed.ContainsKey(key))];

        // Whoever has a key that was never seen does not lag behind, and other material under its key ID replaces a key.
        HashSet<string?> replaced = [.. others.Select(key => key.KeyId)];
        bool MaySpare(Jwk key) => !isAskedFor && appeared.Length == 0 && !replaced.Contains(key.KeyId);
        Jwk[] spared = [.. lacking.Where(key => _new.Remove(key) && MaySpare(key))];
        Jwk[] used = [.. answer.Keys.Where(key => !IsReturning(key))];
        foreach (Jwk unseen in _removed.Keys.Where(key => !answered.Contains(key)).ToArray())
        {
            _removed[unseen] = _removed[unseen] with { IsSeen = false };
        }

        if (used.Length == 0)
        {
            // Nothing but keys that were removed. Without them there would be no key, so what is held has the same respite.
            spared = [.. lacking.Where(key => MaySpare(key) && without?.Keys.Contains(key, Jwk.ByContent) != false)];
            Remove(lacking.Except(spared), start);
            if (spared.Length > 0)
            {
                return new SettledKeys(spared.Length == held.Keys.Count ? held : new JwkSet(spared), IsWhole: false) { Without = answer };
            }

            Return(answer);
            return new SettledKeys(answer, IsWhole: true);
        }

        Remove(lacking.Except(spared), start);
        Array.ForEach(appeared, key => _new[key] = start);
        JwkSet rest = used.Length == answer.Keys.Count ? answer : new JwkSet(used);
        return new SettledKeys(Join(held, rest, spared), spared.Length == 0 && used.Length == answer.Keys.Count) { Without = spared.Length == 0 ? null : rest };
    }

    /// <summary>Judges keys that come in addition to those that are held. One that was removed waits for its second answer.</summary>
    /// <param name="held">The keys that are held.</param>
    /// <param name="added">The keys of the answer.</param>
    /// <param name="start">When it was asked for.</param>
    /// <returns>The keys to add.</returns>
    public IReadOnlyList<Jwk> Admit(JwkSet held, JwkSet added, TwoClocks start)
    {
        if (options.SettlingTime == TimeSpan.Zero)
        {
            return added.Keys;
        }

        Forget(start);
        Jwk[] used = [.. added.Keys.Where(key => !IsReturning(key))];
        foreach (Jwk key in used.Except(held.Keys, Jwk.ByContent))
        {
            _new[key] = start;
        }

        return used;
    }

    /// <summary>The respite of keys is over.</summary>
    /// <param name="held">The keys with them.</param>
    /// <param name="without">The keys without them.</param>
    /// <param name="now">When that is.</param>
    public void End(JwkSet held, JwkSet without, TwoClocks now)
    {
        Remove(held.Keys.Except(without.Keys, Jwk.ByContent), now);
        Return(without);
    }

    /// <summary>Forgets everything. The keys of the next answer do not count as new: one of them may be why all were flushed.</summary>
    public void Flush()
    {
        _new.Clear();
        _removed.Clear();
        _isFlushed = true;
    }

    private void Begin(JwkSet answer, TwoClocks start)
    {
        _new.Clear();
        Return(answer);
        foreach (Jwk key in _isFlushed ? [] : answer.Keys)
        {
            _new[key] = start;
        }

        _isFlushed = false;
    }

    private void Remove(IEnumerable<Jwk> keys, TwoClocks now)
    {
        foreach (Jwk key in keys)
        {
            _new.Remove(key);
            _removed[key] = new Removal(now, IsSeen: false);
        }

        while (_removed.Count > options.MaxKeys)
        {
            _removed.Remove(_removed.MinBy(removal => removal.Value.At.Monotonic).Key);
        }
    }

    private void Return(JwkSet keys)
    {
        foreach (Jwk key in keys.Keys)
        {
            _removed.Remove(key);
        }
    }

    private void Forget(TwoClocks now)
    {
        foreach (Jwk old in _new.Where(key => key.Value.AgeAt(now) >= options.SettlingTime).Select(key => key.Key).ToArray())
        {
            _new.Remove(old);
        }

        foreach (Jwk old in _removed.Where(key => key.Value.At.AgeAt(now) >= options.TrustedFor).Select(key => key.Key).ToArray())
        {
            _removed.Remove(old);
        }
    }

    // A key that was removed, in the first answer that has it again. In the second it is back, and is not spared again.
    private bool IsReturning(Jwk key)
    {
        if (!_removed.TryGetValue(key, out Removal removal))
        {
            return false;
        }

        if (removal.IsSeen)
        {
            _removed.Remove(key);
            return false;
        }

        _removed[key] = removal with { IsSeen = true };
        return true;
    }

    // The same keys stay the same set, and with it everything that was remembered under it.
    private static JwkSet Join(JwkSet held, JwkSet rest, Jwk[] spared)
    {
        if (spared.Length == 0)
        {
            return rest.Keys.SequenceEqual(held.Keys) ? held : rest;
        }

        Jwk[] all = [.. rest.Keys, .. spared];
        return new HashSet<Jwk>(held.Keys, Jwk.ByContent).SetEquals(all) ? held : new JwkSet(all);
    }

    private readonly record struct Removal(TwoClocks At, bool IsSeen);
}
