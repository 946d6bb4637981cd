namespace SmartPbx.Domain.Directory;

/// <summary>Which numbers go out by which trunks.</summary>
public sealed record OutboundRule
{
    public required string Name { get; init; }
    /// <summary>
    /// Over the normalised number, <c>+</c> and digits, or bare digits for a number that is no E.164: <c>X</c> any digit, <c>Z</c> 1–9, <c>N</c> 2–9, a
    /// closing <c>*</c> the rest. <c>+82*</c> is a prefix, <c>114</c> one number.
    /// </summary>
    public required string Pattern { get; init; }
    /// <summary>Names of trunks, best first; empty: what matches is refused.</summary>
    public IReadOnlyList<string> Trunks { get; init; } = [];
    /// <summary>Characters taken off the front of the number as the carrier would get it.</summary>
    public int Strip { get; init; }
    /// <summary>Put in front of it after that.</summary>
    public string Add { get; init; } = "";
    /// <summary>Roles of phones that may use the rule; empty: all.</summary>
    public IReadOnlyList<Role> Roles { get; init; } = [];
}
