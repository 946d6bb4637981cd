namespace SmartPbx.MediaEdge.Trunks;

/// <summary>
/// Whether one target of a trunk can be used, with hysteresis: one lost answer changes nothing, one answer after a silence neither. A value; no I/O,
/// no clock.
/// </summary>
/// <param name="IsUp">Usable.</param>
/// <param name="Against">Answers in a row that speak against <paramref name="IsUp"/>.</param>
/// <param name="RestUntil">The target asked to be left alone (503 with Retry-After).</param>
public readonly record struct TargetHealth(bool IsUp, int Against, DateTimeOffset RestUntil)
{
    /// <summary>Failures in a row that take a target down.</summary>
    public const int DownAfter = 2;

    /// <summary>Answers in a row that bring it back.</summary>
    public const int UpAfter = 2;

    /// <summary>A target is good until it proves otherwise.</summary>
    public static TargetHealth Good { get; } = new(true, 0, DateTimeOffset.MinValue);

    /// <summary>Whether calls may go there now.</summary>
    public bool IsUsable(DateTimeOffset now) => IsUp && !IsResting(now);

    public bool IsResting(DateTimeOffset now) => now < RestUntil;

    /// <summary>An answer came, or none did.</summary>
    public TargetHealth After(bool answered)
    {
        if (answered == IsUp) return this with { Against = 0 };
        var against = Against + 1;
        return against >= (IsUp ? DownAfter : UpAfter) ? this with { IsUp = answered, Against = 0 } : this with { Against = against };
    }

    /// <summary>RFC 3261 §21.5.4: nothing is sent there before then.</summary>
    public TargetHealth Resting(DateTimeOffset until) => this with { RestUntil = until > RestUntil ? until : RestUntil };
}
