using System.Collections.Immutable;
using SmartPbx.Sip.Transport;

namespace SmartPbx.Sip.Dialogs;

/// <summary>
/// What must be known of an INVITE of ours to deal with 2xx answers that nobody waits for: each is acknowledged, and the dialog that it begins is hung up once
/// (RFC 3261 §9.1: it may cross the CANCEL; §13.2.2.4: phones behind a proxy answer each, and repeat their answers until they have the ACK).
/// </summary>
/// <param name="target">Where the INVITE was sent to: the way back to a peer that names none that we can reach.</param>
public sealed class LateAnswers(SipFlow target)
{
    /// <summary>A proxy that forks to more phones than this has them hung up by their session timers.</summary>
    public const int MaxKnown = 16;

    private ImmutableArray<int> _known = [];

    public SipFlow Target => target;

    /// <summary>Reason of the BYE (RFC 3326); empty: none.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The highest CSeq that was used in a dialog of this INVITE: the BYE goes on from there.</summary>
    public uint LastNumber { get; set; }

    /// <summary>Hashes of the tags of known dialogs, by the secret of the process: two of sixteen are alike once in thirty million INVITEs.</summary>
    internal ImmutableArray<int> Known
    {
        get => _known;
        init => _known = value;
    }

    /// <summary>The dialog with this To tag was hung up or is wanted: its 2xx gets its ACK again and no BYE.</summary>
    public void Know(string remoteTag) => TryKnow(remoteTag);

    /// <summary>False: it was known, or too many are.</summary>
    internal bool TryKnow(string remoteTag) =>
        ImmutableInterlocked.Update(ref _known, static (known, tag) => known.Length >= MaxKnown || known.Contains(tag) ? known : known.Add(tag), string.GetHashCode(remoteTag, StringComparison.Ordinal));
}
