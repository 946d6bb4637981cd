using SmartPbx.Agents.Tests.Kit;
using SmartPbx.Agents.Turns;

namespace SmartPbx.Agents.Tests.Turns;

public sealed class EndpointingTests
{
    [Theory]
    [InlineData("what are your opening hours", true, Endpointing.KnownQuestionMs)]
    [InlineData("what are your opening hours", false, Endpointing.UsualMs)]
    [InlineData("i would like to know the", false, Endpointing.IncompleteMs)]
    [InlineData("what about", true, Endpointing.IncompleteMs)]
    [InlineData("혹시", false, Endpointing.IncompleteMs)]
    [InlineData("", false, Endpointing.NoTextMs)]
    public void Waits_less_for_a_complete_question_and_more_for_an_unfinished_one(string interim, bool known, int milliseconds) =>
        Assert.Equal(milliseconds, Endpointing.SilenceMs(interim, known));
}

public sealed class BackChannelsTests
{
    [Theory]
    [InlineData("uh-huh")]
    [InlineData("Uh huh.")]
    [InlineData("yeah, okay")]
    [InlineData("네")]
    [InlineData("네, 네.")]
    [InlineData("그렇군요")]
    [InlineData("")]
    public void Do_not_take_the_turn(string text) => Assert.True(BackChannels.IsOnly(text));

    [Theory]
    [InlineData("yes but not today", 3)]
    [InlineData("네 그런데 언제", 2)]
    [InlineData("stop", 1)]
    public void Are_not_counted_as_words(string text, int real) => Assert.Equal(real, BackChannels.RealWords(text));
}

public sealed class EchoTests
{
    private const string Played = "We deliver to every address in the country within three days.";

    [Theory]
    [InlineData("every address in the country", true)]
    [InlineData("we deliver every address country", true)]
    [InlineData("what about the other country", false)]
    [InlineData("country", false)]
    [InlineData("", false)]
    public void Is_recognised_text_that_is_being_played(string heard, bool echo) => Assert.Equal(echo, Echo.IsIn(heard, Played));
}

public sealed class VoiceGateTests
{
    private static int FramesUntilOpen(VoiceGate gate, Func<int, bool> voice)
    {
        for (var i = 1; i <= 100; i++)
            if (gate.Push(voice(i))) return i;
        return -1;
    }

    [Fact]
    public void Opens_after_its_time_less_the_detectors_two_frames() => Assert.Equal(10, FramesUntilOpen(new VoiceGate(240, 320), _ => true));

    [Fact]
    public void Stays_closed_for_a_click_every_second() => Assert.Equal(-1, FramesUntilOpen(new VoiceGate(240, 320), i => i % 50 == 0));

    [Fact]
    public void A_short_gap_inside_a_word_does_not_close_it() => Assert.InRange(FramesUntilOpen(new VoiceGate(240, 320), i => i is not (4 or 5)), 10, 14);
}

public sealed class InterruptionTests
{
    private const string Played = "we deliver to every address";

    [Theory]
    [InlineData(100, 300, 0, "", Interruption.Verdict.Wait)]
    [InlineData(500, 700, 0, "", Interruption.Verdict.Confirm)]
    [InlineData(300, 500, 0, "no i meant", Interruption.Verdict.Confirm)]
    [InlineData(300, 500, 0, "stop", Interruption.Verdict.Wait)]
    [InlineData(300, 400, 240, "", Interruption.Verdict.AskText)]
    [InlineData(600, 800, 0, "yeah okay", Interruption.Verdict.Wait)]
    [InlineData(900, 900, 0, "yeah okay", Interruption.Verdict.Dismiss)]
    [InlineData(600, 900, 0, "every address", Interruption.Verdict.Wait)]
    [InlineData(900, 1100, 0, "every address", Interruption.Verdict.Dismiss)]
    internal void Is_told_by_length_words_and_echo(int sincePause, int voice, int silence, string interim, Interruption.Verdict verdict) =>
        Assert.Equal(verdict, Interruption.Judge(sincePause, voice, silence, interim, Played, textAsked: false));

    [Fact]
    public void Resumes_in_time_when_the_text_does_not_come() =>
        Assert.Equal(Interruption.Verdict.Dismiss, Interruption.Judge(Interruption.ResumeByMs, 400, 600, "", Played, textAsked: true));

    [Theory]
    [InlineData("stop", 0.2, true)]
    [InlineData("prices", 0.9, true)]
    [InlineData("prices", 0.2, false)]
    [InlineData("uh-huh", 0.9, false)]
    [InlineData("deliver to every address", 0.9, false)]
    [InlineData("잠깐만요", 0.3, true)]
    public void A_short_voice_takes_the_turn_when_it_says_something(string text, double confidence, bool takes) =>
        Assert.Equal(takes, Interruption.TakesTurn(text, confidence, Played));
}

public sealed class CallerEarTests
{
    private static (int BargeIn, int Onset) FirstFrames(params short[][] sounds)
    {
        var ear = new CallerEar(8000, 240);
        foreach (var frame in CallerVoice.Silence(400).Chunk(160)) ear.Hear(frame);
        int bargeIn = -1, onset = -1, at = 0;
        foreach (var frame in sounds.SelectMany(s => s).Chunk(160).Where(f => f.Length == 160))
        {
            ear.Hear(frame);
            at++;
            if (onset < 0 && ear.Onset) onset = at;
            if (bargeIn < 0 && ear.BargeIn) bargeIn = at;
        }
        return (bargeIn, onset);
    }

    [Fact]
    public void Voice_opens_the_barge_in_gate_within_240_ms_of_its_onset() => Assert.InRange(FirstFrames(CallerVoice.Speech(1000)).BargeIn * 20, 100, 240);

    [Fact]
    public void A_cough_does_not_open_it() => Assert.Equal(-1, FirstFrames(CallerVoice.Cough(), CallerVoice.Silence(400)).BargeIn);

    [Fact]
    public void A_click_begins_no_utterance() => Assert.Equal(-1, FirstFrames(CallerVoice.Click(), CallerVoice.Silence(400)).Onset);

    [Fact]
    public void Keeps_at_least_half_a_second_from_before()
    {
        var ear = new CallerEar(8000, 240);
        foreach (var frame in CallerVoice.Speech(2000).Chunk(160)) ear.Hear(frame);
        Assert.Equal(CallerVoice.Speech(2000)[^4000..], ear.PreRoll[^4000..].ToArray());
        Assert.True(ear.PreRoll.Length >= 4000);
    }
}

public sealed class UtteranceTests
{
    [Fact]
    public void Keeps_the_newest_twenty_seconds_and_no_more_than_one_beyond()
    {
        var utterance = new Utterance(1, 8000, 0);
        var frame = new short[160];
        for (var i = 0; i < 50 * 60; i++)
        {
            frame[0] = (short)i;
            utterance.Append(frame);
        }
        var audio = utterance.Audio();
        Assert.InRange(audio.Length, 20 * 8000, 21 * 8000);
        Assert.Equal(2999, audio[^160]);
        Assert.Equal(60_000, utterance.LengthMs);
    }
}
