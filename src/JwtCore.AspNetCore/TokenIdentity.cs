using System.Security.Claims;

namespace JwtCore.AspNetCore;

/// <summary>The identity of a verified token. Its claims are read from the payload when somebody looks at them first. Reading is thread-safe.</summary>
internal sealed class TokenIdentity : ClaimsIdentity
{
    private readonly Lock _gate = new();
    private readonly string _claimsIssuer;
    private volatile bool _isRead;

    /// <param name="token">The token.</param>
    /// <param name="scheme">The scheme that authenticated it.</param>
    /// <param name="claimsIssuer">The issuer of the claims of a token that names none.</param>
    /// <param name="nameType">The claim that is the name.</param>
    /// <param name="roleType">The claims that are roles.</param>
    public TokenIdentity(TokenClaims token, string scheme, string claimsIssuer, string nameType, string roleType)
        : base(claims: null, scheme, nameType, roleType)
    {
        Token = token;
        _claimsIssuer = token.Issuer ?? claimsIssuer;
    }

    private TokenIdentity(TokenIdentity other)
        : base(other)
    {
        Token = other.Token;
        _claimsIssuer = other._claimsIssuer;
        _isRead = other._isRead;
    }

    /// <summary>The token.</summary>
    public TokenClaims Token { get; }

    /// <inheritdoc/>
    public override IEnumerable<Claim> Claims
    {
        get
        {
            ReadOnce();
            return base.Claims;
        }
    }

    /// <inheritdoc/>
    public override void AddClaim(Claim claim)
    {
        ReadOnce();
        base.AddClaim(claim);
    }

    /// <inheritdoc/>
    public override void AddClaims(IEnumerable<Claim?> claims)
    {
        ReadOnce();
        base.AddClaims(claims);
    }

    /// <inheritdoc/>
    public override bool TryRemoveClaim(Claim? claim)
    {
        ReadOnce();
        return base.TryRemoveClaim(claim);
    }

    /// <inheritdoc/>
    public override void RemoveClaim(Claim? claim)
    {
        ReadOnce();
        base.RemoveClaim(claim);
    }

    /// <inheritdoc/>
    public override IEnumerable<Claim> FindAll(Predicate<Claim> match)
    {
        ReadOnce();
        return base.FindAll(match);
    }

    /// <inheritdoc/>
    public override IEnumerable<Claim> FindAll(string type)
    {
        ReadOnce();
        return base.FindAll(type);
    }

    /// <inheritdoc/>
    public override Claim? FindFirst(Predicate<Claim> match)
    {
        ReadOnce();
        return base.FindFirst(match);
    }

    /// <inheritdoc/>
    public override Claim? FindFirst(string type)
    {
        ReadOnce();
        return base.FindFirst(type);
    }

    /// <inheritdoc/>
    public override bool HasClaim(Predicate<Claim> match)
    {
        ReadOnce();
        return base.HasClaim(match);
    }

    /// <inheritdoc/>
    public override bool HasClaim(string type, string value)
    {
        ReadOnce();
        return base.HasClaim(type, value);
    }

    /// <inheritdoc/>
    public override ClaimsIdentity Clone()
    {
        // Either before the claims are read or after, never between.
        lock (_gate)
        {
            return new TokenIdentity(this);
        }
    }

    /// <inheritdoc/>
    protected override void WriteTo(BinaryWriter writer, byte[]? userData)
    {
        ReadOnce();
        base.WriteTo(writer, userData);
    }

    private void ReadOnce()
    {
        if (_isRead)
        {
            return;
        }

        lock (_gate)
        {
            if (!_isRead)
            {
                // A claim that belongs to this identity is added as it is.
                base.AddClaims(PayloadClaims.Read(Token.Payload, _claimsIssuer, this));
                _isRead = true;
            }
        }
    }
}
