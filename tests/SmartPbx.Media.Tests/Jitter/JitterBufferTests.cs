using SmartPbx.Media.Codecs;
using SmartPbx.Media.Jitter;
using SmartPbx.Media.Relay;

namespace SmartPbx.Media.Tests.Jitter;

public sealed class JitterBufferTests : IDisposable
{
    private readonly JitterBuffer _buffer = new(new JitterBufferOptions());
    private readonly short[] _frame = new short[160];
    private long _arrivedAt;

    public void Dispose() => _buffer.Dispose();

    [Fact]
    public void Gives_packets_back_in_the_order_of_their_timestamps()
    {
        Put(1);
        Put(3);
        Put(2);
        Assert.Equal([0, 1, 2, 3], TakeMany(4));
    }

    [Fact]
    public void Drops_duplicates()
    {
        Put(1);
        Put(2);
        Put(2);
        Assert.Equal(1, _buffer.Duplicates);
        Assert.Equal([0, 1, 2], TakeMany(3));
    }

    [Fact]
    public void Conceals_one_lost_frame_with_fading_audio()
    {
        Put(1, loud: true);
        Put(3, loud: true);
        Take();
        Assert.Equal(TapFrameKind.Audio, Take());
        Assert.Equal(TapFrameKind.Concealed, Take());
        Assert.Contains(_frame, sample => Math.Abs((int)sample) > 100);
        Assert.Equal(TapFrameKind.Audio, Take());
    }

    [Fact]
    public void Long_gaps_become_silence_and_the_stream_goes_on_in_its_place()
    {
        Put(1);
        TakeMany(8);
        Assert.Equal(TapFrameKind.Silence, Take());
        Put(10);
        Assert.Equal([0, 10], TakeMany(2));
    }

    [Fact]
    public void Comfort_noise_fills_what_is_not_sent_until_audio_comes_again()
    {
        Put(1, loud: true);
        _buffer.PutNoise(1, 2 * 160, 40);
        TakeMany(2);
        for (int i = 0; i < 20; i++)
        {
            Assert.Equal(TapFrameKind.Silence, Take());
            Assert.InRange(Math.Sqrt(_frame.Average(sample => (double)sample * sample)), 200, 500); // -40 dBov is 328
        }
        Put(22);
        Assert.Equal([22], TakeMany(1));
        Assert.Equal(TapFrameKind.Concealed, Take()); // what is missing now was lost
    }

    [Fact]
    public void Comfort_noise_that_audio_has_overtaken_or_nobody_began_is_none()
    {
        _buffer.PutNoise(1, 160, 40);
        Assert.Equal(TapFrameKind.Silence, Take());
        Assert.All(_frame, sample => Assert.Equal(0, sample));
        Put(1);
        Put(3);
        _buffer.PutNoise(1, 2 * 160, 40);
        _buffer.PutNoise(2, 9 * 160, 40);
        TakeMany(3);
        Assert.Equal(TapFrameKind.Audio, Take());
        for (int i = 0; i < 4; i++) Take();
        Assert.All(_frame, sample => Assert.Equal(0, sample));
    }

    [Fact]
    public void Comfort_noise_without_end_falls_silent()
    {
        Put(1);
        _buffer.PutNoise(1, 2 * 160, 40);
        for (int i = 0; i < 510; i++) Take();
        Assert.All(_frame, sample => Assert.Equal(0, sample));
    }

    [Fact]
    public void A_late_packet_makes_the_delay_grow_up_to_the_maximum()
    {
        Put(0);
        TakeMany(2);
        int before = _buffer.DelayMs;
        TakeMany(1); // packet 1 is due here and missing
        Put(1);
        Assert.Equal([1], TakeMany(1));
        Put(2);
        Assert.Equal([2], TakeMany(1));
        Assert.True(_buffer.DelayMs >= before);
        Assert.Equal(1, _buffer.Late);
    }

    [Fact]
    public void The_delay_shrinks_again_after_two_calm_seconds()
    {
        Put(0);
        TakeMany(3);
        Put(1);
        Put(2);
        Put(3);
        for (uint i = 4; i < 300; i++)
        {
            Put(i);
            Take();
        }
        Assert.InRange(_buffer.DelayMs, 0, 40);
    }

    [Fact]
    public void A_new_ssrc_or_a_jump_begins_a_new_timeline()
    {
        Put(1);
        TakeMany(3);
        _buffer.Put(G711Codec.Pcmu, 2, 0xFFFF_FF00, Payload(9), 0);
        Assert.Contains(9, TakeMany(2));
        _buffer.Put(G711Codec.Pcmu, 2, 0x7000_0000, Payload(11), 0);
        Assert.Contains(11, TakeMany(2));
    }

    [Fact]
    public void Timestamps_may_wrap()
    {
        uint start = uint.MaxValue - 159;
        _buffer.Put(G711Codec.Pcmu, 1, start, Payload(1), 0);
        _buffer.Put(G711Codec.Pcmu, 1, start + 160, Payload(2), 0);
        Assert.Equal([0, 1, 2], TakeMany(3));
    }

    [Fact]
    public void Packets_of_any_length_fill_frames_of_twenty_milliseconds()
    {
        _buffer.Put(G711Codec.Pcmu, 1, 0, Payload(1, samples: 480), 0);
        for (uint i = 0; i < 4; i++) _buffer.Put(G711Codec.Pcmu, 1, 480 + i * 80, Payload(2, samples: 80), 0);
        Assert.Equal([0, 1, 1, 1, 2, 2], TakeMany(6));
    }

    [Fact]
    public void Random_loss_and_jitter_never_break_the_order()
    {
        uint state = 7;
        var waiting = new PriorityQueue<uint, double>();
        int last = -1, audio = 0;
        for (uint tick = 0; tick < 2000; tick++)
        {
            state = state * 1_664_525 + 1_013_904_223;
            if (state >> 24 > 12) waiting.Enqueue(tick, tick + (state >> 16 & 0xFF) / 128.0);
            while (waiting.TryPeek(out uint packet, out double due) && due <= tick)
            {
                waiting.Dequeue();
                _buffer.Put(G711Codec.Pcmu, 1, packet * 160, Payload((int)(packet % 100)), packet);
            }
            _arrivedAt = -1;
            if (Take() != TapFrameKind.Audio || _arrivedAt < 0) continue;
            Assert.True(_arrivedAt > last, $"{_arrivedAt} after {last}");
            last = (int)_arrivedAt;
            audio++;
        }
        Assert.InRange(audio, 1700, 2000);
    }

    private void Put(uint number, bool loud = false) => _buffer.Put(G711Codec.Pcmu, 1, number * 160, Payload((int)number, loud: loud), number);

    private static byte[] Payload(int number, int samples = 160, bool loud = false) =>
        Enumerable.Repeat(loud ? (byte)0x10 : (byte)(0xFF - number), samples).ToArray();

    private TapFrameKind Take() => _buffer.Take(_frame, ref _arrivedAt);

    // Each frame as the number that its packet was filled with.
    private int[] TakeMany(int count)
    {
        var numbers = new int[count];
        for (int i = 0; i < count; i++)
        {
            Take();
            numbers[i] = 0xFF - G711.LinearToMuLaw(_frame[100]);
        }
        return numbers;
    }
}
