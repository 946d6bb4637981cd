using System.Threading.Channels;
using SmartPbx.Agents.Conversations;
using SmartPbx.Media.Relay;
using SmartPbx.MediaEdge.Calls;
using SmartPbx.MediaEdge.Legs;

namespace SmartPbx.MediaEdge.AgentSessions;

/// <summary>
/// The voice agent on one leg, the caller's or that of somebody who was sent to it: gives the conversation its line (tap, playout, keys), runs it in its own task, and carries its wishes to the
/// call's mailbox. The conversation never sees SIP.
/// </summary>
internal sealed class AgentSession : ICallLine, IDisposable
{
    /// <summary>Keys that wait for a conversation that does not read them.</summary>
    public const int MaxWaitingDigits = 64;

    private readonly CallMedia _media;
    private readonly LegMedia _partner;
    private readonly CallMailbox _mailbox;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _hangUp = new();
    private readonly Channel<char> _digits = Channel.CreateBounded<char>(new BoundedChannelOptions(MaxWaitingDigits) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Channel<bool> _asides = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
    private bool _isAside;
    private Task<ConversationEnd?> _running = Task.FromResult<ConversationEnd?>(null);

    public AgentSession(CallMedia media, LegSide partner, CallMailbox mailbox, ILogger logger)
    {
        (_media, _partner, _mailbox, _logger) = (media, media.Of(partner)!, mailbox, logger);
        CallerAudio = _partner.Leg.OpenTap(TapSide.Inbound);
    }

    public int SampleRateHz => CallerAudio.SampleRateHz;
    public AudioTap CallerAudio { get; }
    public PlayoutQueue Playout => _partner.Leg.Playout;
    public ChannelReader<char> Digits => _digits.Reader;
    public ChannelReader<bool> Asides => _asides.Reader;
    public long ElapsedMs => _media.ElapsedMs;

    /// <summary>Begins the conversation; its end comes to the mailbox.</summary>
    public void Start(ConversationServices services, ConversationContext context, CallEvents events)
    {
        var conversation = new Conversation(services, context, this, events);
        _running = Task.Run(() => HoldAsync(conversation));
    }

    /// <summary>A key of leg A.</summary>
    public void Press(char key) => _digits.Writer.TryWrite(key);

    /// <summary>A person talks with the caller in the agent's place, or no longer does.</summary>
    public void SetAside(bool isAside)
    {
        if (isAside == _isAside) return;
        _isAside = isAside;
        _asides.Writer.TryWrite(isAside);
    }

    /// <inheritdoc/>
    public async Task<TransferOutcome> RingPersonAsync(CancellationToken cancellationToken)
    {
        var result = new TaskCompletionSource<TransferOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_mailbox.TryPost(new CallInput.PersonWanted(result))) return TransferOutcome.Failed;
        await using var unwanted = cancellationToken.UnsafeRegister(_ => _mailbox.TryPost(new CallInput.PersonUnwanted(result)), null);
        return await result.Task;
    }

    /// <summary>Tells the conversation that the caller is gone and waits for its ledger, but not for long: null when it does not come.</summary>
    public async Task<ConversationEnd?> StopAsync(TimeSpan atMost, TimeProvider clock)
    {
        await _hangUp.CancelAsync();
        try
        {
            return await _running.WaitAsync(atMost, clock);
        }
        catch (TimeoutException)
        {
            _logger.LogError("the conversation did not end in {Limit}", atMost);
            return null;
        }
    }

    public void Dispose()
    {
        CallerAudio.Dispose();
        _digits.Writer.TryComplete();
        _asides.Writer.TryComplete();
    }

    // The boundary between call and conversation: whatever goes wrong in there ends the call politely, not the process.
    private async Task<ConversationEnd?> HoldAsync(Conversation conversation)
    {
        ConversationEnd? end = null;
        try
        {
            end = await conversation.RunAsync(_hangUp.Token);
        }
        catch (Exception fault) // boundary: a conversation that throws ends its call and no other
        {
            _logger.LogError(fault, "the conversation failed");
        }
        _mailbox.TryPost(new CallInput.AgentEnded(this, end));
        return end;
    }
}
