using System.Text.Json;
using System.Text.Json.Nodes;
using SmartPbx.Domain;
using SmartPbx.Domain.Calls;
using SmartPbx.Domain.Events;
using SmartPbx.Domain.Speech;
using SmartPbx.Domain.Transcripts;
using SmartPbx.Functions.Hosting;
using SmartPbx.Functions.Tests.Support;

namespace SmartPbx.Functions.Tests.Calls;

public sealed class RecordingHandlersTests
{
    private static readonly string Call = Samples.Call.Value;
    private static readonly HandlerDeclaration[] Followers = [HandlerCatalogue.DescribeRecording, HandlerCatalogue.ExtractKnowledge, HandlerCatalogue.RecordCall];

    private static async Task<FunctionApp> BridgedCallAsync()
    {
        var app = await FunctionApp.StartAsync();
        app.Blobs.Put(FunctionApp.Acme, Samples.Folder + CallPaths.Recording, Samples.Recording(caller: 100, callee: 200));
        app.Speech.Hears[100] = Heard((0, "when"), (300, "will"), (600, "the"), (900, "new"), (1200, "branch"), (1500, "open"));
        app.Speech.Hears[200] = Heard((3000, "the"), (3300, "new"), (3600, "branch"), (3900, "will"), (4200, "open"), (4500, "on"), (4800, "monday"), (9000, "goodbye"));
        await app.DeliverAsync(HandlerCatalogue.RecordCall, app.Event(EventCatalogue.CallEnded, Call, Samples.Cdr, 4));
        return app;
    }

    private static Recognition Heard(params (int At, string Word)[] words) =>
        new(string.Join(' ', words.Select(w => w.Word)), 0.8, [.. words.Select(w => new RecognizedWord(w.Word, w.At, w.At + 250, 0.8))]);

    private static CloudEvent Saved(FunctionApp app, bool agent = false) => app.Event(EventCatalogue.CallRecordingSaved, Call, Samples.Saved(agent));

    private static JsonNode Metadata(FunctionApp app) => JsonNode.Parse(app.Blobs.Text(FunctionApp.Acme, Samples.Folder + CallPaths.Metadata))!;

    [Fact]
    public async Task Derives_the_three_files_and_links_them()
    {
        await using var app = await BridgedCallAsync();
        Assert.Equal("recording_not_ready", (await app.SendAsync("GET", $"calls/{Call}/recording")).Code);
        await app.DeliverAsync(HandlerCatalogue.StoreRecording, Saved(app));
        foreach (var (file, sample) in (ValueTuple<string, short>[])[(CallPaths.Caller, 100), (CallPaths.Callee, 200), (CallPaths.Mixed, 300)])
        {
            var wav = app.Blobs.Find(FunctionApp.Acme, Samples.Folder + file)!;
            Assert.Equal((44 + 8_000 * 2, sample), (wav.Length, BitConverter.ToInt16(wav, 44)));
        }
        var links = await app.SendAsync("GET", $"calls/{Call}/recording");
        Assert.EndsWith("/caller.wav", links["caller"].GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(Samples.Folder, (await app.SendAsync("GET", $"calls/{Call}"))["recording_folder"].GetValue<string>());
    }

    [Fact]
    public async Task A_recording_that_is_no_wav_ends_as_a_dead_letter_without_files()
    {
        await using var app = await BridgedCallAsync();
        app.Blobs.Put(FunctionApp.Acme, Samples.Folder + CallPaths.Recording, [1, 2, 3]);
        await app.DeliverAsync(HandlerCatalogue.StoreRecording, Saved(app), attempt: 4);
        Assert.Single((await app.SendAsync("GET", "dead-letters")).Items);
        Assert.Null(app.Blobs.Find(FunctionApp.Acme, Samples.Folder + CallPaths.Metadata));
    }

    [Fact]
    public async Task A_recording_that_has_not_arrived_yet_is_tried_again()
    {
        await using var app = await FunctionApp.StartAsync();
        await app.DeliverAsync(HandlerCatalogue.StoreRecording, Saved(app));
        Assert.Single(app.Bus.Retries);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Metadata_tells_all_whichever_handler_comes_first(bool recordingFirst)
    {
        await using var app = await BridgedCallAsync();
        var saved = Saved(app);
        if (recordingFirst) await app.DeliverAsync(HandlerCatalogue.StoreRecording, saved);
        await app.DeliverAsync(HandlerCatalogue.TranscribeCall, saved);
        await app.DrainAsync(Followers);
        if (!recordingFirst) await app.DeliverAsync(HandlerCatalogue.StoreRecording, saved);
        var metadata = Metadata(app);
        Assert.Equal((Call, "rec1", 3, false, true), (metadata["call_id"]!.GetValue<string>(), metadata["recording_id"]!.GetValue<string>(),
            metadata["total_turns"]!.GetValue<int>(), metadata["is_ai_conversation"]!.GetValue<bool>(), metadata["knowledge_extracted"]!.GetValue<bool>()));
        Assert.Equal(1.75, metadata["caller_speaking_seconds"]!.GetValue<double>());
        Assert.Equal($"acme/{Samples.Folder}mixed.wav", metadata["paths"]!["mixed"]!.GetValue<string>());
        Assert.True((await app.SendAsync("GET", $"calls/{Call}"))["has_transcript"].GetValue<bool>());
    }

    [Fact]
    public async Task A_bridged_call_is_decoded_by_channel_with_the_general_model()
    {
        await using var app = await BridgedCallAsync();
        await app.DeliverAsync(HandlerCatalogue.TranscribeCall, Saved(app));
        Assert.All(app.Speech.Asked, options => Assert.Equal((RecognitionModel.General, 8000), (options.Model, options.SampleRateHz)));
        Assert.Equal("""
            [00:00.0] Caller: when will the new branch open
            [00:03.0] Callee: the new branch will open on monday
            [00:09.0] Callee: goodbye

            """.ReplaceLineEndings("\n"), app.Blobs.Text(FunctionApp.Acme, Samples.Folder + CallPaths.Transcript));
        var transcript = await app.SendAsync("GET", $"calls/{Call}/transcript");
        Assert.Equal((14, 0.8), (transcript["word_count"].GetValue<int>(), transcript["quality"].GetValue<double>()));
    }

    [Fact]
    public async Task An_agents_call_is_taken_from_its_ledger()
    {
        await using var app = await BridgedCallAsync();
        var ledger = new ConversationLog
        {
            CallId = Samples.Call, TenantId = FunctionApp.Acme, Language = "en-US",
            Turns = [Samples.Turn(Speaker.Agent, "Hello.", 500, 1), Samples.Turn(Speaker.Caller, "when do you open", 3_000, 0.7) with { Interrupted = false },
                Samples.Turn(Speaker.Agent, "We open at", 6_000, 1) with { Interrupted = true }],
        };
        app.Blobs.Put(FunctionApp.Acme, Samples.Folder + CallPaths.Conversation, JsonSerializer.SerializeToUtf8Bytes(ledger, SmartPbxJson.Options));
        await app.DeliverAsync(HandlerCatalogue.TranscribeCall, Saved(app, agent: true));
        Assert.Empty(app.Speech.Asked);
        var transcript = (await app.FindAsync(FunctionApp.Acme, Call, CallDocuments.Transcripts, Call))!;
        Assert.Equal((3, 0.7, true, true), (transcript.Turns.Count, transcript.Quality, transcript.AiConversation, transcript.Turns[2].Interrupted));
        Assert.EndsWith("Agent: We open at (interrupted)\n", app.Blobs.Text(FunctionApp.Acme, Samples.Folder + CallPaths.Transcript), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_is_transcribed_once_however_often_it_is_told()
    {
        await using var app = await BridgedCallAsync();
        var saved = Saved(app);
        await app.DeliverAsync(HandlerCatalogue.TranscribeCall, saved);
        await app.DeliverAsync(HandlerCatalogue.TranscribeCall, saved);
        await app.DeliverAsync(HandlerCatalogue.TranscribeCall, saved with { Id = "again" });
        Assert.Equal(2, app.Speech.Asked.Count);
        Assert.Single(app.Store.Published, e => e.Type == "transcript.generated");
    }

    [Fact]
    public async Task A_language_that_the_recogniser_does_not_know_gives_an_empty_transcript()
    {
        await using var app = await BridgedCallAsync();
        var korean = app.Event(EventCatalogue.CallRecordingSaved, Call, Samples.Saved(agent: false) with { Language = "ko-KR" });
        await app.DeliverAsync(HandlerCatalogue.TranscribeCall, korean);
        Assert.Empty((await app.FindAsync(FunctionApp.Acme, Call, CallDocuments.Transcripts, Call))!.Turns);
    }
}
