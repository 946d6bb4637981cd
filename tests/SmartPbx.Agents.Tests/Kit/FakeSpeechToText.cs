using SmartPbx.Domain.Ports;
using SmartPbx.Domain.Speech;

namespace SmartPbx.Agents.Tests.Kit;

/// <summary>A recogniser that knows beforehand what will be said.</summary>
internal sealed class FakeSpeechToText(TimeProvider clock) : ISpeechToText
{
    public readonly Queue<(string Text, double Confidence)> Script = new();
    public readonly List<int> FinishedSamples = [];
    public readonly List<ReadOnlyMemory<short>> DecodedAgain = [];

    public bool English { get; set; } = true;

    public TimeSpan FinishDelay { get; set; }

    /// <summary>Answer of the second decoding; null: the same as the first.</summary>
    public Recognition? General { get; set; }

    public bool Hangs { get; set; }

    /// <summary>The second decoding alone never comes to an end by itself.</summary>
    public bool GeneralHangs { get; set; }

    /// <summary>Second decodings that were told that nobody waits for them.</summary>
    public int GivenUp { get; private set; }

    public bool Throws { get; set; }

    /// <summary>The stream alone breaks; whole utterances are recognised.</summary>
    public bool StreamThrows { get; set; }

    /// <summary>Audio after which the interim text appears.</summary>
    public int InterimAfterMs { get; set; } = 900;

    public int OpenStreams { get; private set; }

    public int Discarded { get; private set; }

    public void Says(string text, double confidence = 0.95) => Script.Enqueue((text, confidence));

    public bool Supports(string language) => English && language.StartsWith("en", StringComparison.Ordinal);

    public ValueTask<ISpeechStream> OpenAsync(SpeechOptions options, CancellationToken cancellationToken)
    {
        OpenStreams++;
        return new(new Stream(this));
    }

    public async Task<Recognition> RecognizeAsync(SpeechOptions options, ReadOnlyMemory<short> pcm, CancellationToken cancellationToken)
    {
        await Trouble(cancellationToken);
        if (options.Model == RecognitionModel.Tenant) return Next();
        DecodedAgain.Add(pcm);
        await using var told = cancellationToken.Register(() => GivenUp++);
        if (GeneralHangs) await Task.Delay(Timeout.InfiniteTimeSpan, clock, CancellationToken.None);
        return General ?? Recognition.Nothing;
    }

    private async Task Trouble(CancellationToken cancellationToken)
    {
        if (Throws) throw new InvalidOperationException("recogniser is broken");
        if (Hangs) await Task.Delay(Timeout.InfiniteTimeSpan, clock, cancellationToken);
    }

    private Recognition Next() => Script.TryDequeue(out var said) ? new Recognition(said.Text, said.Confidence, []) : Recognition.Nothing;

    private sealed class Stream(FakeSpeechToText engine) : ISpeechStream
    {
        private int _samples;

        public async ValueTask<string> WriteAsync(ReadOnlyMemory<short> pcm, CancellationToken cancellationToken)
        {
            await engine.Trouble(cancellationToken);
            if (engine.StreamThrows) throw new IOException("stream is broken");
            _samples += pcm.Length;
            return _samples >= engine.InterimAfterMs * 8 && engine.Script.TryPeek(out var said) ? said.Text : "";
        }

        public async ValueTask<Recognition> FinishAsync(CancellationToken cancellationToken)
        {
            await engine.Trouble(cancellationToken);
            if (engine.FinishDelay > TimeSpan.Zero) await Task.Delay(engine.FinishDelay, engine.Clock, cancellationToken);
            engine.FinishedSamples.Add(_samples);
            _samples = 0;
            return engine.Next();
        }

        public ValueTask DiscardAsync(CancellationToken cancellationToken)
        {
            if (_samples > 0) engine.Discarded++;
            _samples = 0;
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            engine.OpenStreams--;
            return ValueTask.CompletedTask;
        }
    }

    private TimeProvider Clock => clock;
}
