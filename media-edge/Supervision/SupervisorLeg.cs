using SmartPbx.Domain.Supervision;
using SmartPbx.MediaEdge.Legs;
using SmartPbx.Sip.Dialogs;

namespace SmartPbx.MediaEdge.Supervision;

/// <summary>A supervisor's leg: the phones that ring for one extension, then the one that answered. Used by the call's mailbox alone.</summary>
internal sealed class SupervisorLeg(string name, LegMedia media, SupervisionOrder order)
{
    /// <summary>As the CDR says: <c>s1</c>, <c>s2</c>…</summary>
    public string Name => name;

    public LegMedia Media => media;
    public SupervisionOrder Order => order;
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>The phones of the extension.</summary>
    public List<CalleeFork> Forks { get; } = [];

    /// <summary>The phone that answered; null: none has yet.</summary>
    public CalleeFork? Winner { get; set; }

    public SupervisionMode Mode { get; set; } = order.Mode;
    public LegSide WhisperTo { get; set; } = SideOf(order.WhisperTo);
    public SupervisionStatus Status { get; set; } = SupervisionStatus.Ringing;
    public SupervisionReason? Reason { get; set; }
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>The last command answered, and how.</summary>
    public (string Id, SupervisionReason? Refusal) LastCommand { get; set; }

    /// <summary>CSeq of the INVITE whose ACK has to bring the answer to our offer.</summary>
    public uint? OfferedIn2xx { get; set; }

    /// <summary>Ends the ringing.</summary>
    public ITimer? RingTimer { get; set; }

    public bool IsOver => Status is SupervisionStatus.Ended;
    public bool IsActive => Status == SupervisionStatus.Active;

    /// <summary>The dialog with the phone that answered, while it lasts.</summary>
    public Dialog? Dialog => IsActive ? Winner!.Dialog : null;

    public static LegSide SideOf(SupervisionSide side) => side == SupervisionSide.Caller ? LegSide.Caller : LegSide.Callee;

    public static SupervisionSide SideOf(LegSide side) => side == LegSide.Caller ? SupervisionSide.Caller : SupervisionSide.Callee;
}
