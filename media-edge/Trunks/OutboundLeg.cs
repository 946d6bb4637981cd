namespace SmartPbx.MediaEdge.Trunks;

/// <summary>What a carrier is asked for.</summary>
/// <param name="Number">As the carrier wants it.</param>
/// <param name="Caller">Who calls.</param>
/// <param name="IsEmergency">No limit of ours may stop it.</param>
public sealed record OutboundLeg(string Number, CallerIdentity Caller, bool IsEmergency)
{
    /// <summary>Whether <see cref="Caller"/> is the one who dialled, or who sends somebody else on.</summary>
    public SentOn SentOn { get; init; }
}
