using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using SmartPbx.Domain.Knowledge;
using SmartPbx.Domain.Speech;
using SmartPbx.Embedded.Knowledge;
using SmartPbx.Embedded.Speech;
using SmartPbx.Embedded.Tests.Knowledge;
using SmartPbx.SpeechLab;

namespace SmartPbx.Embedded.Tests.Speech;

public sealed class PocketSphinxSpeechToTextTests : IAsyncLifetime, IAsyncDisposable
{
    private const string Voice = "rms";
    private readonly TemporaryFolder _folder = new();
    private readonly EmbeddedKnowledgeIndex _index;
    private readonly PocketSphinxSpeechToText _speech;

    public PocketSphinxSpeechToTextTests()
    {
        _index = new EmbeddedKnowledgeIndex(_folder.Path);
        _speech = new PocketSphinxSpeechToText(_index, NullLogger<PocketSphinxSpeechToText>.Instance);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        await _speech.DisposeAsync();
        _index.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Understands_English_only()
    {
        Assert.True(_speech.Supports("en-GB"));
        Assert.False(_speech.Supports("ko-KR"));
    }

    [Fact]
    public async Task A_question_of_the_knowledge_is_understood_surely_from_telephone_audio()
    {
        await Learn(KnowledgeSamples.Sunday, KnowledgeSamples.Refund);

        var heard = await Stream("What are your opening hours on Sunday?");

        Assert.Equal("what are your opening hours on sunday", heard.Text);
        Assert.True(heard.Confidence >= Evidence.Sure, $"{heard.Confidence}");
    }

    [Fact]
    public async Task Loaded_decoders_are_counted_by_their_model()
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        using var listener = new MeterListener { InstrumentPublished = (instrument, listening) => { if (instrument.Name == "speech_decoders") listening.EnableMeasurementEvents(instrument); } };
        listener.SetMeasurementEventCallback<int>((_, count, tags, _) => counts[(string)tags[0].Value!] = count);
        listener.Start();
        await Learn(KnowledgeSamples.Sunday);

        await Stream("What are your opening hours on Sunday?");
        listener.RecordObservableInstruments();

        Assert.Equal(["general", "tenant"], counts.Keys.Order());
        Assert.True(counts["tenant"] >= 1, "the stream's decoder is not counted");
    }

    [Fact]
    public async Task A_stream_closed_while_it_decodes_gives_its_decoder_back_only_afterwards()
    {
        await Learn(KnowledgeSamples.Sunday, KnowledgeSamples.Refund);
        var audio = FliteCaller.Say("What are your opening hours on Sunday?", Voice);
        for (var i = 0; i < 8; i++)
        {
            var stream = await _speech.OpenAsync(Options(), CancellationToken.None);
            await stream.WriteAsync(audio, CancellationToken.None);
            var finishing = stream.FinishAsync(CancellationToken.None).AsTask();
            var closing = stream.DisposeAsync().AsTask();
            var next = Stream("How long does a refund take?");
            await Task.WhenAll(finishing, closing, next);
            Assert.Equal("what are your opening hours on sunday", (await finishing).Text);
        }
        await Assert.ThrowsAsync<ObjectDisposedException>(async () =>
        {
            var closed = await _speech.OpenAsync(Options(), CancellationToken.None);
            await closed.DisposeAsync();
            await closed.WriteAsync(audio, CancellationToken.None);
        });
    }

    [Fact]
    public async Task Speech_about_something_else_is_in_doubt()
    {
        await Learn(KnowledgeSamples.Sunday, KnowledgeSamples.Refund);

        var heard = await Stream("The glacier swallowed seventeen violinists.");

        Assert.True(heard.Confidence < Evidence.Sure, $"{heard.Confidence}: {heard.Text}");
    }

    [Fact]
    public async Task A_question_learned_while_a_stream_is_open_is_understood_by_the_next_utterance()
    {
        await Learn(KnowledgeSamples.Sunday);
        await using var stream = await _speech.OpenAsync(Options(), CancellationToken.None);
        await stream.WriteAsync(FliteCaller.Say("Are you open on Sunday?", Voice), CancellationToken.None);
        await stream.FinishAsync(CancellationToken.None);

        await Learn(KnowledgeSamples.Item("aquarium", "Do you sell aquariums for jellyfish?", "We sell aquariums of 200 litres and more."));
        await stream.WriteAsync(FliteCaller.Say("Do you sell aquariums for jellyfish?", Voice), CancellationToken.None);
        var heard = await stream.FinishAsync(CancellationToken.None);

        Assert.Equal("do you sell aquariums for jellyfish", heard.Text);
        Assert.True(heard.Confidence >= Evidence.Sure, $"{heard.Confidence}");
    }

    [Fact]
    public async Task Words_come_while_the_caller_speaks_and_a_cough_can_be_forgotten()
    {
        await Learn(KnowledgeSamples.Refund);
        await using var stream = await _speech.OpenAsync(Options(), CancellationToken.None);

        var interim = await stream.WriteAsync(FliteCaller.Say("How long does a refund take?", Voice), CancellationToken.None);
        await stream.DiscardAsync(CancellationToken.None);

        Assert.Contains("how long", interim, StringComparison.Ordinal);
        Assert.Equal(Recognition.Nothing, await stream.FinishAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_recording_is_cut_at_its_pauses_and_words_keep_their_times()
    {
        await Learn(KnowledgeSamples.Sunday, KnowledgeSamples.Refund);
        var first = FliteCaller.Say("How long does a refund take?", Voice);
        short[] recording = [.. new short[3 * FliteCaller.SampleRateHz], .. first, .. new short[2 * FliteCaller.SampleRateHz],
            .. FliteCaller.Say("Are you open on Sunday?", Voice)];

        var heard = await _speech.RecognizeAsync(Options(), recording, CancellationToken.None);

        Assert.Equal("how long does a refund take are you open on sunday", heard.Text);
        Assert.InRange(heard.Words[0].StartMs, 3000, 3800);
        var second = 5000 + first.Length / 8;
        Assert.InRange(heard.Words[6].StartMs, second, second + 800);
        Assert.All(heard.Words.Zip(heard.Words.Skip(1)), pair => Assert.True(pair.First.EndMs <= pair.Second.StartMs + SphinxWord.FrameMs));
    }

    [Fact]
    public async Task The_general_model_understands_what_the_tenant_never_wrote()
    {
        var heard = await _speech.RecognizeAsync(Options() with { Model = RecognitionModel.General },
            FliteCaller.Say("My brother works in a hospital.", Voice), CancellationToken.None);

        Assert.Contains("hospital", heard.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tenant_without_knowledge_is_still_heard()
    {
        var heard = await Stream("Can I talk to a person?");

        Assert.Contains("person", heard.Text, StringComparison.Ordinal);
    }

    private async Task Learn(params KnowledgeItem[] items)
    {
        await _index.UpsertAsync(KnowledgeSamples.Tenant, items, CancellationToken.None);
        await _speech.UpToDateAsync(KnowledgeSamples.Tenant, CancellationToken.None);
    }

    private async Task<Recognition> Stream(string text)
    {
        await using var stream = await _speech.OpenAsync(Options(), CancellationToken.None);
        foreach (var packet in FliteCaller.Say(text, Voice).Chunk(160))
            await stream.WriteAsync(packet, CancellationToken.None);
        return await stream.FinishAsync(CancellationToken.None);
    }

    private static SpeechOptions Options() => new(KnowledgeSamples.Tenant, "en-US", FliteCaller.SampleRateHz);
}
