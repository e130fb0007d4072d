namespace JwtCore;

/// <summary>What is wrong with the claim that a token was refused for. The default value says nothing.</summary>
public enum ClaimFault
{
    /// <summary>No fault of form: the value is not one that the policy accepts now, or the error is about no claim.</summary>
    None,

    /// <summary>The token lacks the claim, or it is null or an empty text where one is required.</summary>
    Missing,

    /// <summary>The claim has another JSON type than its specification says.</summary>
    WrongType,

    /// <summary>A date before 1970.</summary>
    Negative,

    /// <summary>A date later than its largest value, or a number of more than 64 characters.</summary>
    OutOfRange,

    /// <summary>A date from 1,000,000,000,000 to 253,402,300,799,999: milliseconds, where seconds are required (RFC 7519 section 2).</summary>
    LooksLikeMilliseconds,

    /// <summary>An empty array, where at least one text is required.</summary>
    EmptyList,
}
