using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using SmartPbx.Agents.Conversations;
using SmartPbx.Domain.Ports;
using SmartPbx.Domain.Speech;

namespace SmartPbx.Agents.Turns;

/// <summary>
/// The one task that talks to the speech stream, so that its operations never overlap. It is fed while the caller speaks; a stream that breaks is
/// replaced, and the utterance is recognised from its kept audio instead.
/// </summary>
internal sealed class Recogniser(ISpeechToText engine, SpeechOptions options, Mailbox mailbox, TimeProvider clock, ILogger logger)
{
    private const int MaxWaiting = 1024; // commands; twenty seconds of frames

    private readonly Channel<Command> _commands = Channel.CreateBounded<Command>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true });
    private ISpeechStream? _stream;
    private long _samples;
    private int _brokenUtterance; // its stream broke: what follows of it is not streamed
    private bool _hung;           // and it broke by not answering, so that asking again would only add to the silence

    private abstract record Command;

    private sealed record Feed(int Utterance, short[] Pcm) : Command;

    private sealed record Finish(int Utterance, Func<short[]> Audio) : Command;

    private sealed record Discard : Command;

    /// <summary>Audio that was recognised, for the meter.</summary>
    public long RecognisedMs => Volatile.Read(ref _samples) * 1000 / options.SampleRateHz;

    /// <summary>Gives audio; copies it. Losing some to a stuck engine is better than waiting: the kept audio is whole.</summary>
    public void Write(int utterance, ReadOnlySpan<short> pcm) => _commands.Writer.TryWrite(new Feed(utterance, pcm.ToArray()));

    /// <summary>Asks for the final text; it comes as <see cref="Recognised"/>.</summary>
    public void End(int utterance, Func<short[]> audio) => _commands.Writer.TryWrite(new Finish(utterance, audio));

    public void Forget() => _commands.Writer.TryWrite(new Discard());

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var pending = new List<short>();
            while (await _commands.Reader.WaitToReadAsync(cancellationToken))
            {
                Command? last = null;
                var utterance = 0;
                while (last is null && _commands.Reader.TryRead(out var command))
                {
                    if (command is Feed feed)
                    {
                        pending.AddRange(feed.Pcm);
                        utterance = feed.Utterance;
                    }
                    else
                    {
                        last = command;
                    }
                }
                await TakeAsync(utterance, pending, last, cancellationToken);
                pending.Clear();
            }
        }
        finally
        {
            await CloseAsync();
        }
    }

    private async Task TakeAsync(int utterance, List<short> pending, Command? last, CancellationToken cancellationToken)
    {
        if (pending.Count > 0) await TryFeedAsync(utterance, pending.ToArray(), cancellationToken);
        if (last is Finish finish) await FinishAsync(finish, cancellationToken);
        if (last is Discard) await DiscardAsync(cancellationToken);
    }

    private async Task TryFeedAsync(int utterance, short[] pcm, CancellationToken cancellationToken)
    {
        if (utterance == _brokenUtterance) return;
        try
        {
            _stream ??= await Limited(limit => engine.OpenAsync(options, limit), cancellationToken);
            var text = await Limited(limit => _stream.WriteAsync(pcm, limit), cancellationToken);
            Volatile.Write(ref _samples, _samples + pcm.Length);
            await mailbox.PostAsync(new InterimText(utterance, text), cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested) // boundary: a provider may fail in any way; one more try, then the call goes on without it
        {
            await BreakAsync(utterance, failure);
        }
    }

    private async Task FinishAsync(Finish finish, CancellationToken cancellationToken)
    {
        Recognition? recognition = null;
        try
        {
            if (finish.Utterance != _brokenUtterance && _stream is { } stream) recognition = await Limited(limit => stream.FinishAsync(limit), cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested) // boundary: a provider may fail in any way; one more try follows
        {
            await BreakAsync(finish.Utterance, failure);
        }
        if (recognition is null && !_hung) recognition = await TryRecogniseAsync(finish.Audio(), cancellationToken);
        _hung = false;
        await mailbox.PostAsync(new Recognised(finish.Utterance, recognition), cancellationToken);
    }

    private async Task<Recognition?> TryRecogniseAsync(short[] audio, CancellationToken cancellationToken)
    {
        try
        {
            return await Limited(limit => new ValueTask<Recognition>(engine.RecognizeAsync(options, audio, limit)), cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested) // boundary: a provider may fail in any way; the caller is asked again
        {
            logger.LogWarning(failure, "the recogniser failed on a whole utterance too");
            return null;
        }
    }

    private async Task DiscardAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (_stream is not null) await Limited(async limit => { await _stream.DiscardAsync(limit); return true; }, cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested) // boundary: a provider may fail in any way; the next utterance opens a new stream
        {
            await BreakAsync(0, failure);
        }
    }

    private Task<T> Limited<T>(Func<CancellationToken, ValueTask<T>> step, CancellationToken cancellationToken) =>
        ProviderStep.RunAsync(limit => step(limit).AsTask(), clock, cancellationToken);

    private async Task BreakAsync(int utterance, Exception failure)
    {
        (_brokenUtterance, _hung) = (utterance, failure is TimeoutException);
        logger.LogWarning(failure, "the speech stream broke");
        await CloseAsync();
    }

    private async Task CloseAsync()
    {
        var stream = _stream;
        _stream = null;
        if (stream is null) return;
        try
        {
            await stream.DisposeAsync().AsTask().WaitAsync(ProviderStep.Timeout, clock);
        }
        catch (Exception failure) // boundary: a provider may fail in any way; nothing is awaited of it any more
        {
            logger.LogWarning(failure, "the speech stream did not close");
        }
    }
}
