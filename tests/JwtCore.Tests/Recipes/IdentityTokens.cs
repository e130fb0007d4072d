using JwtCore.Tests.Support;

namespace JwtCore.Tests.Recipes;

/// <summary>Tokens for people and their applications, of the shapes that docs/issuers.md names the sources of.</summary>
internal static class IdentityTokens
{
    public const string Tenant = "aaaabbbb-0000-cccc-1111-dddd2222eeee";

    private const long Iat = Tokens.Now - 60;
    private const long Exp = Tokens.Now + 3600;

    public static DocumentedToken EntraV2 => Entra("Entra ID v2, one tenant", $"https://login.microsoftonline.com/{Tenant}/v2.0");

    public static DocumentedToken EntraV2ManyTenants => Entra("Entra ID v2, many tenants", "https://login.microsoftonline.com/{tenantid}/v2.0");

    public static DocumentedToken EntraV1 => new(
        "Entra ID v1",
        """{"typ":"JWT","alg":"RS256","x5t":"nOo3ZDrODXEK1jKWhXslHR_KXEg","kid":"nOo3ZDrODXEK1jKWhXslHR_KXEg"}""",
        $$"""
        {"aud":"api://00001111-aaaa-2222-bbbb-3333cccc4444","iss":"https://sts.windows.net/{{Tenant}}/","iat":{{Iat}},"nbf":{{Iat}},"exp":{{Exp}},
         "acr":"1","aio":"AXQAi","amr":["pwd"],"appid":"11112222-bbbb-3333-cccc-4444dddd5555","appidacr":"0","ipaddr":"192.0.2.1","name":"Ada",
         "oid":"22223333-cccc-4444-dddd-5555eeee6666","rh":"0.AA","scp":"access_as_user","sub":"l3_roI","tid":"{{Tenant}}","unique_name":"ada@example.com",
         "upn":"ada@example.com","uti":"fqiBqX","ver":"1.0"}
        """)
    { KeyIssuer = "https://sts.windows.net/{tenantid}/" };

    public static DocumentedToken AzureB2C => new(
        "Azure AD B2C",
        """{"alg":"RS256","kid":"X5eXk4xyojNFum1kl2Ytv8dlNP4-c57dO6QGTVBwaNk","typ":"JWT"}""",
        $$"""
        {"iss":"https://contoso.b2clogin.com/{{Tenant}}/v2.0/","exp":{{Exp}},"nbf":{{Iat}},"aud":"00001111-aaaa-2222-bbbb-3333cccc4444",
         "sub":"884408e1-2918-4cz0-b12d-3aa027d7563b","oid":"884408e1-2918-4cz0-b12d-3aa027d7563b","tfp":"B2C_1_signin","scp":"orders.read orders.write",
         "azp":"11112222-bbbb-3333-cccc-4444dddd5555","ver":"1.0","iat":{{Iat}},"auth_time":{{Iat}},"emails":["ada@example.com"]}
        """);

    public static DocumentedToken EntraExternal => new(
        "Entra External ID",
        """{"typ":"JWT","alg":"RS256","kid":"i6lGk3FZzxRcUb2C3nEQ7syHJlY"}""",
        $$"""
        {"aud":"00001111-aaaa-2222-bbbb-3333cccc4444","iss":"https://{{Tenant}}.ciamlogin.com/{{Tenant}}/v2.0","iat":{{Iat}},"nbf":{{Iat}},"exp":{{Exp}},
         "azp":"11112222-bbbb-3333-cccc-4444dddd5555","azpacr":"0","oid":"22223333-cccc-4444-dddd-5555eeee6666","scp":"Orders.Read","sub":"HKZpfaHyWadeOouYlitjrI",
         "tid":"{{Tenant}}","uti":"fqiBqX","ver":"2.0"}
        """);

    public static DocumentedToken Adfs => new(
        "AD FS",
        """{"typ":"JWT","alg":"RS256","x5t":"zVYJ3xFbTLB","kid":"zVYJ3xFbTLB"}""",
        $$"""
        {"aud":"microsoft:identityserver:https://orders.example.com","iss":"http://sts.example.com/adfs/services/trust","iat":{{Iat}},"nbf":{{Iat}},"exp":{{Exp}},
         "apptype":"Confidential","appid":"11112222-bbbb-3333-cccc-4444dddd5555","authmethod":"urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport",
         "auth_time":"2026-01-01T00:00:00.000Z","ver":"1.0","scp":"orders.read openid","sub":"kdrr6BmPmS6iXdcQDYNoUcL9Fl9n"}
        """);

    public static DocumentedToken Authentik => new(
        "authentik",
        """{"alg":"RS256","kid":"b3e5c2f1d4a697887f6e5d4c3b2a1908","typ":"JWT"}""",
        $$"""
        {"iss":"https://auth.example.com/application/o/orders/","sub":"0f1e2d3c4b5a69788796a5b4c3d2e1f0","aud":"web-client-id","exp":{{Exp}},"iat":{{Iat}},
         "auth_time":{{Iat}},"acr":"goauthentik.io/providers/oauth2/default","amr":["pwd"],"azp":"web-client-id","uid":"sKq8v1","scope":"openid orders:read"}
        """);

    public static DocumentedToken GoogleId => new(
        "Google ID tokens",
        """{"alg":"RS256","kid":"f05415b13acb9590f70df862765c655f5a7a019e","typ":"JWT"}""",
        $$"""
        {"iss":"https://accounts.google.com","azp":"1234987819200.apps.googleusercontent.com","aud":"1234987819200.apps.googleusercontent.com",
         "sub":"10769150350006150715113082367","at_hash":"HK6E_P6Dh8Y93mRNtsDB1Q","hd":"example.com","email":"ada@example.com","email_verified":true,
         "iat":{{Iat}},"exp":{{Exp}},"nonce":"0394852-3190485-2490358"}
        """);

    public static DocumentedToken GoogleIap => new(
        "Google Identity-Aware Proxy",
        """{"alg":"ES256","typ":"JWT","kid":"2nMJtw"}""",
        $$"""
        {"aud":"/projects/123456789/global/backendServices/987654321","azp":"/projects/123456789/global/backendServices/987654321",
         "email":"ada@example.com","exp":{{Iat + 600}},"iat":{{Iat}},"hd":"example.com","google":{"access_levels":["accessPolicies/1/accessLevels/a"]},
         "identity_source":"GOOGLE","iss":"https://cloud.google.com/iap","sub":"accounts.google.com:10769150350006150715113082367"}
        """);

    public static DocumentedToken Firebase => new(
        "Firebase Authentication",
        """{"alg":"RS256","kid":"4e00e8fe5f2c88cf0c7044f307f7e739788e4f1e","typ":"JWT"}""",
        $$"""
        {"name":"Ada","iss":"https://securetoken.google.com/my-project","aud":"my-project","auth_time":{{Iat}},"user_id":"ZzZzZz","sub":"ZzZzZz",
         "iat":{{Iat}},"exp":{{Exp}},"email":"ada@example.com","email_verified":false,"firebase":{"identities":{"email":["ada@example.com"]},"sign_in_provider":"password"} }
        """);

    public static DocumentedToken Auth0 => new(
        "Auth0",
        """{"alg":"RS256","typ":"JWT","kid":"Nz3dQ1r7Zk2LJ0"}""",
        $$"""
        {"iss":"https://my-tenant.eu.auth0.com/","sub":"auth0|5f7c8ec7c33c6c004bbafe82","aud":["https://api.example.com","https://my-tenant.eu.auth0.com/userinfo"],
         "iat":{{Iat}},"exp":{{Exp}},"azp":"my_client_id","scope":"openid profile orders:write","permissions":["orders:read"]}
        """);

    public static DocumentedToken Keycloak => new(
        "Keycloak",
        """{"alg":"RS256","typ":"JWT","kid":"FJ86GcF3jTbNLOco4NvZkUCIUmfYCqoqtOQeMfbhNlE"}""",
        $$"""
        {"exp":{{Exp}},"iat":{{Iat}},"auth_time":{{Iat}},"jti":"onrtac:6a1c","iss":"https://sso.example.com/realms/shop","aud":["orders-api","account"],
         "sub":"b7b2e9a4-0d6f-4b6a-8f0c-2f1c3d4e5f60","typ":"Bearer","azp":"web","sid":"0c7e","acr":"1","allowed-origins":["https://www.example.com"],
         "realm_access":{"roles":["offline_access"]},"resource_access":{"orders-api":{"roles":["reader"]} },"scope":"openid email","email_verified":true}
        """);

    public static DocumentedToken CognitoAccess => new(
        "Cognito access tokens",
        """{"kid":"1234example=","alg":"RS256"}""",
        $$"""
        {"sub":"aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee","cognito:groups":["testgroup"],"iss":"https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Example",
         "version":2,"client_id":"1example23456789","origin_jti":"aaaa","event_id":"64f5","token_use":"access","scope":"phone openid","auth_time":{{Iat}},
         "exp":{{Exp}},"iat":{{Iat}},"jti":"bbbb","username":"ada"}
        """);

    public static DocumentedToken CognitoId => new(
        "Cognito ID tokens",
        """{"kid":"5678example=","alg":"RS256"}""",
        $$"""
        {"sub":"aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee","cognito:groups":["testgroup"],"email_verified":true,"iss":"https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Example",
         "cognito:username":"ada","nonce":"abcdefg","origin_jti":"aaaa","aud":"1example23456789","identities":[{"userId":"1","primary":"true"}],"event_id":"64f4",
         "token_use":"id","auth_time":{{Iat}},"exp":{{Exp}},"iat":{{Iat}},"jti":"cccc","email":"ada@example.com"}
        """);

    public static DocumentedToken Okta => new(
        "Okta",
        """{"kid":"FJA0HGNtsuuda_Pl45J42kvQqcsu_0C4Fg7pbJLXTHY","alg":"RS256"}""",
        $$"""
        {"ver":1,"jti":"AT.0mP4JKAZX1iACIT4vbEDF7LpvDVjxypPMf0D7uX39RE","iss":"https://example.okta.com/oauth2/default","aud":"api://default",
         "iat":{{Iat}},"exp":{{Exp}},"cid":"0oabv6kx4qq6h1U5l0h7","uid":"00uid4BxXw6I6TV4m0g3","scp":["openid","orders.read"],"auth_time":{{Iat}},"sub":"ada@example.com"}
        """);

    public static DocumentedToken Clerk => new(
        "Clerk",
        """{"alg":"RS256","cat":"cl_B7d4PD111AAA","kid":"ins_2Lzt","typ":"JWT"}""",
        $$"""
        {"azp":"https://app.example.com","exp":{{Tokens.Now + 55}},"fva":[7,-1],"iat":{{Tokens.Now - 5}},"iss":"https://clerk.example.com","jti":"9a8b",
         "nbf":{{Tokens.Now - 15}},"sid":"sess_2Lzt","sts":"active","sub":"user_2Lzt","v":2,"o":{"id":"org_1","rol":"admin","slg":"shop"} }
        """);

    public static DocumentedToken Supabase => SupabaseOf("Supabase with signing keys", "ES256", "c2e6b1");

    public static DocumentedToken SupabaseLegacy => SupabaseOf("Supabase with the legacy secret", "HS256", "q1w2e3");

    public static DocumentedToken BetterAuth => new(
        "better-auth",
        """{"alg":"EdDSA","kid":"Xy1w2cjznNEGLVB0B9Hk0Vr9QvRWGfS2"}""",
        $$"""
        {"iat":{{Iat}},"name":"Ada","email":"ada@example.com","emailVerified":false,"createdAt":"2025-12-30T20:09:32.482Z","updatedAt":"2025-12-30T20:09:32.482Z",
         "id":"T1PkAg4CIABFcmWzLf2WX0aEn9OZdCjq","sub":"T1PkAg4CIABFcmWzLf2WX0aEn9OZdCjq","exp":{{Exp}},"iss":"https://auth.example.com","aud":"https://api.example.com"}
        """);

    public static DocumentedToken Apple => new(
        "Sign in with Apple",
        """{"kid":"eXaunmL","alg":"RS256"}""",
        $$"""
        {"iss":"https://appleid.apple.com","aud":"com.example.app","exp":{{Exp}},"iat":{{Iat}},"sub":"001234.5b3a3bdf9c0b4f04.0001","c_hash":"xyz",
         "email":"abc@privaterelay.appleid.com","email_verified":"true","is_private_email":"true","auth_time":{{Iat}},"nonce_supported":true,"real_user_status":2}
        """);

    public static IEnumerable<DocumentedToken> All =>
        [EntraV2, EntraV2ManyTenants, EntraV1, AzureB2C, EntraExternal, Adfs, GoogleId, GoogleIap, Firebase, Auth0, Keycloak, Authentik, CognitoAccess, CognitoId, Okta, Clerk, Supabase, SupabaseLegacy, BetterAuth, Apple];

    private static DocumentedToken Entra(string recipe, string keyIssuer) => new(
        recipe,
        """{"typ":"JWT","alg":"RS256","kid":"i6lGk3FZzxRcUb2C3nEQ7syHJlY"}""",
        $$"""
        {"aud":"00001111-aaaa-2222-bbbb-3333cccc4444","iss":"https://login.microsoftonline.com/{{Tenant}}/v2.0","iat":{{Iat}},"nbf":{{Iat}},"exp":{{Exp}},
         "aio":"AXQAi","azp":"11112222-bbbb-3333-cccc-4444dddd5555","azpacr":"0","name":"Ada","oid":"22223333-cccc-4444-dddd-5555eeee6666",
         "preferred_username":"ada@example.com","rh":"0.AA","scp":"access_as_user","sub":"HKZpfaHyWadeOouYlitjrI","tid":"{{Tenant}}","uti":"fqiBqX","ver":"2.0"}
        """)
    { KeyIssuer = keyIssuer };

    private static DocumentedToken SupabaseOf(string recipe, string alg, string kid) => new(
        recipe,
        $$"""{"alg":"{{alg}}","kid":"{{kid}}","typ":"JWT"}""",
        $$"""
        {"aal":"aal1","amr":[{"method":"password","timestamp":{{Iat}}}],"app_metadata":{"provider":"email"},"aud":"authenticated","email":"ada@example.com",
         "exp":{{Exp}},"iat":{{Iat}},"iss":"https://abcdefghijklmnopqrst.supabase.co/auth/v1","phone":"","role":"authenticated",
         "session_id":"123e4567-e89b-12d3-a456-426614174000","sub":"123e4567-e89b-12d3-a456-426614174001","user_metadata":{"name":"Ada"},"is_anonymous":false}
        """);
}
