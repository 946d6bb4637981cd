using System.Globalization;
using System.Text;
using SmartPbx.MediaEdge.Legs;
using SmartPbx.Sip.Messages;
using SmartPbx.Sip.Transactions;

namespace SmartPbx.MediaEdge.Calls;

/// <summary>
/// Keys, whatever form they come in, to the agent or to the other person in the form that its phone understands: telephone-events (RFC 4733) when
/// agreed, else INFO when it speaks that, else tones in the audio. Used by the mailbox alone.
/// </summary>
internal sealed class KeyDesk(CallServices services, LiveCall state)
{
    /// <summary>So long after a key in INFO was released, its telephone-event must have come.</summary>
    private static readonly TimeSpan EventFollowsWithin = TimeSpan.FromMilliseconds(500);

    private const int MostInfoMs = 3_000;

    private readonly KeySource _caller = new();
    private readonly KeySource _callee = new();
    private readonly HashSet<LegSide> _speakInfo = [];

    /// <summary>A key that the relay found: a telephone-event, or a tone of a phone without.</summary>
    public void TakeMedia(LegSide side, PressedKey key)
    {
        var isEvent = HasEvents(side);
        if (isEvent) Source(side).TakeEvent();
        else if (!Source(side).TakeTone(key.Key, services.Clock.GetUtcNow())) return;
        // Between two phones that have events they are relayed, unless a mix feeds the other; a tone is in the audio already.
        if (state.Phase != CallPhase.Bridged) Tell(side, key);
        else if (HasEvents(side.Other()) ? !isEvent || state.Media.Of(side.Other())!.HearsMix : isEvent || SpeaksInfo(side.Other())) Tell(side, key);
    }

    /// <summary>INFO of a peer. RFC 6086 packages are none of ours; the older bare DTMF bodies are.</summary>
    public void TakeInfo(LegSide side, ServerTransaction transaction)
    {
        var request = transaction.Request;
        if (request.Headers.Has("Info-Package")) transaction.Respond(BadInfoPackage(transaction));
        else if (request.Body.IsEmpty) transaction.Respond(SipStatus.Ok);
        else if (InfoDigit.Of(request) is not { } key) transaction.Respond(LegMessages.UnsupportedMedia(transaction));
        else
        {
            transaction.Respond(SipStatus.Ok);
            _speakInfo.Add(side);
            var source = Source(side);
            if (source.TakeInfo(key, HasEvents(side), services.Clock.GetUtcNow())) Tell(side, key);
            else if (source.IsWaiting && !state.Timers.IsRunning(CallTimer.Keys, side))
                state.Timers.Start(CallTimer.Keys, TimeSpan.FromMilliseconds(Math.Min(key.DurationMs, MostInfoMs)) + EventFollowsWithin, side);
        }
    }

    /// <summary>No event has followed.</summary>
    public void Elapsed(LegSide side)
    {
        foreach (var key in Source(side).Release()) Tell(side, key);
    }

    private void Tell(LegSide side, PressedKey key)
    {
        if (state.Phase != CallPhase.Bridged)
        {
            if (side == state.AgentPartner) state.Agent?.Press(key.Key);
            return;
        }
        var other = side.Other();
        if (!HasEvents(other) && SpeaksInfo(other)) SendInfo(other, key);
        else state.Media.Of(other)!.Leg.SendDigit(key.Key, key.DurationMs);
    }

    private void SendInfo(LegSide side, PressedKey key)
    {
        if (state.DialogOf(side) is not { } dialog || dialog.NextFlow is not { } target) return;
        var info = dialog.CreateRequest(SipMethod.Info);
        info.SetBody(InfoDigit.Relay, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"Signal={key.Key}\r\nDuration={key.DurationMs}\r\n")));
        services.Sip.Send(info, target, IgnoredOutcome.Instance);
    }

    // A phone asks for INFO by sending some, or by accepting it where it says what it accepts.
    private bool SpeaksInfo(LegSide side) => _speakInfo.Contains(side) || (state.PeerMessage(side) is { } said && SipOptionTags.Allows(said, SipMethod.Info)
        && SipOptionTags.Of(said, "Accept").Contains(InfoDigit.Relay, StringComparer.OrdinalIgnoreCase));

    private bool HasEvents(LegSide side) => state.Media.Of(side)?.Stream?.TelephoneEventPayloadType is not null;

    private KeySource Source(LegSide side) => side == LegSide.Caller ? _caller : _callee;

    // RFC 6086 §4.2.2
    private static SipResponse BadInfoPackage(ServerTransaction transaction)
    {
        var response = transaction.CreateResponse(469, "Bad Info Package");
        response.Headers.Set("Recv-Info", "");
        return response;
    }
}
