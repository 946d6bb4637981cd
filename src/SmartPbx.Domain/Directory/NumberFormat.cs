namespace SmartPbx.Domain.Directory;

/// <summary>How numbers are written towards a carrier.</summary>
public sealed record NumberFormat
{
    public NumberForm Form { get; init; } = NumberForm.E164Plus;
    /// <summary>Put before every dialled number: a route or customer code of the carrier.</summary>
    public string Prefix { get; init; } = "";
}
