using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using JwtCore.Algorithms;

namespace JwtCore.Tests.Twins;

/// <summary>
/// The same verdicts as <see cref="JwtVerifier"/>, written for clarity with strings, exceptions and LINQ: what the
/// pipeline must agree with. It shares the checked keys with the core, and nothing else.
/// </summary>
internal sealed class NaiveVerifier(VerificationPolicy policy, DateTimeOffset now, Limits limits)
{
    public VerifyError Verify(string token)
    {
        VerifyError error = NaiveSegments.Split(token, policy.Tolerate.HasFlag(Tolerance.PaddedBase64Url), limits, out string[] segments);
        if (error != VerifyError.None || (error = NaiveHeader.Read(segments[0], policy.Algorithms, limits, out JsonElement header)) != VerifyError.None)
        {
            return error;
        }

        _ = JwtAlgorithms.TryParse(header.GetProperty("alg").GetString(), out JwtAlgorithm algorithm);
        error = SelectKeys(header, algorithm, out Jwk[] keys);
        if (error != VerifyError.None)
        {
            return error;
        }

        byte[]? signature = NaiveSegments.Decode(segments[2]);
        byte[] input = Encoding.ASCII.GetBytes(token[..token.LastIndexOf('.')]);
        Jwk? signer = signature is null ? null : keys.FirstOrDefault(key => VerifySignature(key.Material, algorithm, input, signature));
        return signer is null ? VerifyError.SignatureInvalid
            : NaiveSegments.Decode(segments[1]) is byte[] json && NaiveJson.ParseObject(json, limits.JsonDepth) is JsonElement claims
                ? new NaiveRules(policy, now).Check(header, claims, signer)
                : VerifyError.PayloadMalformed;
    }

    /// <summary>The claim that an error is about, and what is wrong with it: nothing of a token whose signature is not known to be good.</summary>
    public (string? Claim, ClaimFault Fault) Explain(string token, VerifyError error) =>
        error < VerifyError.ClaimMalformed || NaiveJson.ParseObject(NaiveSegments.Decode(token.Split('.')[1])!, limits.JsonDepth) is not JsonElement claims
            ? (null, ClaimFault.None)
            : NaiveExplanation.Of(error, policy, claims);

    private VerifyError SelectKeys(JsonElement header, JwtAlgorithm algorithm, out Jwk[] keys)
    {
        Jwk[] all = [.. ((JwkSet)policy.Keys).Keys];
        string? keyId = header.Has("kid") ? header.GetProperty("kid").GetString() : null;
        if (keyId is null)
        {
            keys = Fitting(all, algorithm);
            int most = policy.Tolerate.HasFlag(Tolerance.TryKeysWithoutKeyId) ? limits.KeysTriedWithoutKeyId : 1;
            return keys.Length == 0 ? VerifyError.KeyNotFound : keys.Length > most ? VerifyError.KeyAmbiguous : VerifyError.None;
        }

        keys = [.. all.Where(key => key.KeyId == keyId)];
        if (keys.Length == 0 && policy.Keys is JwkSet { IsOnItsOwn: true } && all[0].KeyId is null)
        {
            keys = all;
        }

        if (keys.Length == 0)
        {
            return VerifyError.KeyNotFound;
        }

        keys = Fitting(keys, algorithm);
        return keys.Length switch { 0 => VerifyError.KeyAlgorithmMismatch, 1 => VerifyError.None, _ => VerifyError.KeyAmbiguous };
    }

    // Those that could have signed; one key that stands there several times is one.
    private static Jwk[] Fitting(Jwk[] keys, JwtAlgorithm algorithm)
    {
        List<Jwk> fitting = [];
        foreach (Jwk key in keys.Where(key => Fits(key, algorithm)))
        {
            if (!fitting.Any(other => other.Issuer == key.Issuer && other.Material.SameAs(key.Material)))
            {
                fitting.Add(key);
            }
        }

        return [.. fitting];
    }

    private static bool Fits(Jwk key, JwtAlgorithm algorithm) =>
        (key.Algorithm is null || key.Algorithm == algorithm || (key.KeyType == "OKP" && algorithm is JwtAlgorithm.EdDSA or JwtAlgorithm.Ed25519)) && SignatureLength(key.Material, algorithm) > 0;

    private static int SignatureLength(KeyMaterial key, JwtAlgorithm algorithm) => (algorithm, key) switch
    {
        (JwtAlgorithm.HS256, SharedSecret { Size: >= 32 }) => 32,
        (JwtAlgorithm.HS384, SharedSecret { Size: >= 48 }) => 48,
        (JwtAlgorithm.HS512, SharedSecret { Size: >= 64 }) => 64,
        ( >= JwtAlgorithm.RS256 and <= JwtAlgorithm.PS512, RsaPublicKey rsa) => rsa.Size,
        (JwtAlgorithm.ES256, EcPublicKey { Curve.Name: "P-256" }) => 64,
        (JwtAlgorithm.ES384, EcPublicKey { Curve.Name: "P-384" }) => 96,
        (JwtAlgorithm.ES512, EcPublicKey { Curve.Name: "P-521" }) => 132,
        (JwtAlgorithm.EdDSA or JwtAlgorithm.Ed25519, Ed25519PublicKey) => 64,
        (JwtAlgorithm.MLDsa44, MLDsaPublicKey { Key.Length: 1312 }) => 2420,
        (JwtAlgorithm.MLDsa65, MLDsaPublicKey { Key.Length: 1952 }) => 3309,
        (JwtAlgorithm.MLDsa87, MLDsaPublicKey { Key.Length: 2592 }) => 4627,
        _ => 0,
    };

    private static bool VerifySignature(KeyMaterial key, JwtAlgorithm algorithm, byte[] input, byte[] signature)
    {
        if (signature.Length == 0 || signature.Length != SignatureLength(key, algorithm))
        {
            return false;
        }

        if (key is Ed25519PublicKey ed25519)
        {
            return NaiveEd25519.Verify(ed25519.X.ToArray(), input, signature);
        }

        if (key is MLDsaPublicKey mldsa)
        {
            return mldsa.Verify(input, signature);
        }

        HashAlgorithmName hash = new("SHA" + algorithm.ToString()[2..]);
        switch (key)
        {
            case RsaPublicKey publicKey:
                using (RSA rsa = RSA.Create(new RSAParameters { Modulus = publicKey.Modulus.ToArray(), Exponent = publicKey.Exponent.ToArray() }))
                {
                    return rsa.VerifyData(input, signature, hash, algorithm >= JwtAlgorithm.PS256 ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1);
                }

            case EcPublicKey publicKey:
                using (ECDsa ecdsa = ECDsa.Create(new ECParameters { Curve = publicKey.Curve.Parameters, Q = new ECPoint { X = publicKey.X.ToArray(), Y = publicKey.Y.ToArray() } }))
                {
                    return ecdsa.VerifyData(input, signature, hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
                }

            default:
                return ((SharedSecret)key).Verify(input, signature, hash == HashAlgorithmName.SHA256 ? HashFunction.Sha256 : hash == HashAlgorithmName.SHA384 ? HashFunction.Sha384 : HashFunction.Sha512);
        }
    }
}
