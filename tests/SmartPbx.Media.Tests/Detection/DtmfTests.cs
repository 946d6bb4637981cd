using SmartPbx.Media.Audio;
using SmartPbx.Media.Detection;

namespace SmartPbx.Media.Tests.Detection;

public sealed class DtmfTests
{
    private readonly DtmfEventReceiver _events = new();
    private readonly List<DtmfDigit> _digits = [];

    [Fact]
    public void One_event_with_repeats_is_one_key()
    {
        Receive(1000, 5, end: false, 160);
        Receive(1000, 5, end: false, 320);
        for (int i = 0; i < 3; i++) Receive(1000, 5, end: true, 800);
        Assert.Equal([new DtmfDigit('5', 100)], _digits);
    }

    [Fact]
    public void The_same_key_twice_is_two_keys()
    {
        Receive(1000, 0, end: true, 800);
        Receive(3000, 0, end: true, 800);
        Assert.Equal("00", Keys());
    }

    [Fact]
    public void A_lost_end_is_made_up_for_by_the_next_key()
    {
        Receive(1000, 10, end: false, 400);
        Receive(3000, 11, end: true, 800);
        Assert.Equal("*#", Keys());
        Assert.Equal(50, _digits[0].DurationMs);
    }

    [Fact]
    public void A_lost_end_expires()
    {
        Receive(1000, 15, end: false, 400);
        Assert.True(_events.TryExpire(out DtmfDigit digit));
        Assert.Equal('D', digit.Digit);
        Assert.False(_events.TryExpire(out _));
        Receive(1000, 15, end: true, 800);
        Assert.Empty(_digits);
    }

    [Fact]
    public void A_late_packet_of_an_earlier_key_is_no_key()
    {
        Receive(1000, 1, end: true, 800);
        Receive(3000, 2, end: true, 800);
        Receive(1000, 1, end: true, 800);
        Assert.Equal("12", Keys());
    }

    [Fact]
    public void A_key_held_beyond_sixteen_bits_of_duration_stays_one()
    {
        Receive(1000, 3, end: false, 0xFFFF);
        Receive(1000 + 0xFFFF, 3, end: true, 800);
        Assert.Equal([new DtmfDigit('3', (0xFFFF + 800) / 8)], _digits);
    }

    [Fact]
    public void Other_events_and_short_payloads_are_ignored()
    {
        Receive(1000, 32, end: true, 800);
        Assert.Equal(0, _events.Process(1, 1000, [1, 2, 3], new DtmfDigit[2]));
        Assert.Empty(_digits);
    }

    [Fact]
    public void Hears_every_key_in_the_audio_with_its_duration()
    {
        const string Keys = "0123456789*#ABCD";
        var detector = new InbandDtmfDetector();
        var heard = new List<DtmfDigit>();
        foreach (char key in Keys) heard.AddRange(Play(detector, ToneCadence.Dtmf(key), frames: 10));
        Assert.Equal(Keys, string.Concat(heard.Select(digit => digit.Digit)));
        Assert.All(heard, digit => Assert.InRange(digit.DurationMs, 80, 120));
    }

    [Fact]
    public void Single_tones_and_ringback_are_no_keys()
    {
        var detector = new InbandDtmfDetector();
        Assert.Empty(Play(detector, new ToneCadence(697, 0, 200, 100), frames: 50));
        Assert.Empty(Play(detector, ToneCadence.Busy, frames: 50));
        Assert.Empty(Play(detector, ToneCadence.Ringback, frames: 150));
    }

    [Fact]
    public void Goertzel_finds_the_share_of_a_tone()
    {
        var pcm = new short[400];
        new ToneGenerator(new ToneCadence(1000, 0, 1000, 0)).Read(pcm);
        Assert.InRange(Goertzel.Share(pcm.AsSpan(80), 1000, 8000), 0.97, 1.01);
        Assert.InRange(Goertzel.Share(pcm.AsSpan(80), 1500, 8000), 0, 0.01);
    }

    private void Receive(uint timestamp, byte code, bool end, int duration)
    {
        var digits = new DtmfDigit[DtmfEventReceiver.MaxDigitsPerPacket];
        int count = _events.Process(1, timestamp, [code, (byte)(end ? 0x8A : 0x0A), (byte)(duration >> 8), (byte)duration], digits);
        _digits.AddRange(digits[..count]);
    }

    private string Keys() => string.Concat(_digits.Select(digit => digit.Digit));

    private static List<DtmfDigit> Play(InbandDtmfDetector detector, ToneCadence cadence, int frames)
    {
        var tone = new ToneGenerator(cadence);
        var frame = new short[160];
        var heard = new List<DtmfDigit>();
        for (int i = 0; i < frames; i++)
        {
            tone.Read(frame);
            if (detector.Process(frame, out DtmfDigit digit)) heard.Add(digit);
        }
        return heard;
    }
}
