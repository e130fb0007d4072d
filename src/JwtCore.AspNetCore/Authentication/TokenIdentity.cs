using System.Security.Claims;

namespace JwtCore.AspNetCore;

/// <summary>The identity of a verified token. Its claims are read from the payload when somebody looks at them first. Reading is thread-safe.</summary>
internal sealed class TokenIdentity : ClaimsIdentity
{
    private readonly Lock _gate = new();
    private readonly JwtCoreOptions _options;
    private volatile bool _isRead;

    /// <param name="token">The token.</param>
    /// <param name="scheme">The scheme that authenticated it.</param>
    /// <param name="options">The options of the scheme.</param>
    public TokenIdentity(TokenClaims token, string scheme, JwtCoreOptions options)
        : base(claims: null, scheme, options.NameClaimType, options.RoleClaimType)
    {
        Token = token;
        _options = options;
    }

    private TokenIdentity(TokenIdentity other)
        : base(other)
    {
        Token = other.Token;
        _options = other._options;
        _isRead = other._isRead;
    }

    /// <summary>The token.</summary>
    public TokenClaims Token { get; }

    /// <summary>The scheme that authenticated it.</summary>
    public string Scheme => base.AuthenticationType!;

    /// <inheritdoc/>
    public override bool IsAuthenticated => true;

    /// <summary>The scheme. Asking for it reads the claims: so does a copy, which then takes them from where no override is asked.</summary>
    public override string? AuthenticationType
    {
        get
        {
            ReadOnce();
            return Scheme;
        }
    }

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
                base.AddClaims(_options.ClaimMapping.Read(Token, Token.Issuer ?? _options.ClaimsIssuer ?? Scheme, this));
                _isRead = true;
            }
        }
    }
}
