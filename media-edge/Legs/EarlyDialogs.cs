using SmartPbx.Sip.Dialogs;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Provisionals;
using SmartPbx.Sip.Sdp;

namespace SmartPbx.MediaEdge.Legs;

/// <summary>The dialogs of one INVITE of ours before its final answer, one per To tag.</summary>
internal sealed class EarlyDialogs
{
    /// <summary>A proxy that forks to more phones than this is heard with its final answer only.</summary>
    public const int Max = 16;

    private readonly List<EarlyDialog> _dialogs = [];

    /// <summary>
    /// The dialog of a provisional answer that is news: null for one without a tag, and for a reliable one that is repeated or has overtaken
    /// another, which is neither acknowledged nor read (RFC 3262 §4).
    /// </summary>
    public EarlyDialog? Take(SipRequest invite, SipResponse response)
    {
        var known = _dialogs.Find(d => d.Dialog.Matches(response));
        if (known is null && _dialogs.Count < Max && Dialog.FromUac(invite, response) is { } begun) _dialogs.Add(known = new EarlyDialog(begun));
        if (known is null || (RSeq.Of(response) is { } sequence && !known.Sequence.TryTake(sequence))) return null;
        if (response.Contact is not null) known.Dialog.Refresh(response);
        return known;
    }

    /// <summary>The dialog of a 2xx: the early one, whose numbers go on, or a new one.</summary>
    public Dialog? Of(SipRequest invite, SipResponse success) => _dialogs.Find(d => d.Dialog.Matches(success))?.Dialog ?? Dialog.FromUac(invite, success);

    /// <summary>The highest CSeq that one of them has used; 0: there is none.</summary>
    public uint LastNumber => _dialogs.Count == 0 ? 0 : _dialogs.Max(d => d.Dialog.State.LocalCSeq);

    /// <summary>Whether the peer has one of these dialogs under this tag of its own.</summary>
    public bool HasTag(string remoteTag) => _dialogs.Exists(d => d.Dialog.State.RemoteTag == remoteTag);

    /// <summary>The dialog that a request of the peer belongs to.</summary>
    public Dialog? Of(SipRequest request) => Find(request)?.Dialog;

    /// <summary>Whether offer and answer are settled in the dialog of this request, so that it may carry a new offer (RFC 3311 §5.2).</summary>
    public bool IsSettled(SipRequest request) => Find(request) is { IsSettled: true };

    /// <inheritdoc cref="EarlyDialog.Supersede"/>
    public void Supersede(SipRequest request, SdpSession description) => Find(request)?.Supersede(description);

    private EarlyDialog? Find(SipRequest request) => _dialogs.Find(d => d.Dialog.Matches(request));

    /// <summary>The answer to our offer: a reliable one is final; else the 2xx has it; a phone that said it before the 2xx only is believed too.</summary>
    public SdpSession? AnswerIn(SipResponse success)
    {
        var early = _dialogs.Find(d => d.Dialog.Matches(success));
        return early is { IsSettled: true } ? early.Answer : LegMessages.Description(success) ?? early?.Answer;
    }
}
