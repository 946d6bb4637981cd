using SmartPbx.Media.Codecs;
using SmartPbx.Media.Recording;
using SmartPbx.Media.Relay;
using SmartPbx.Media.Tests.TestKit;

namespace SmartPbx.Media.Tests.Recording;

/// <summary>Placement of audio with a clock that stands still: exact to the sample.</summary>
public sealed class RecordingTrackTests : IDisposable
{
    private static readonly short Loud = G711.MuLawToLinear(0x10);

    private readonly TempFolder _folder = new();
    private readonly SteppedTime _time = new();
    private readonly PacketTap _inbound = new(TapSide.Inbound);
    private readonly PacketTap _outbound = new(TapSide.Outbound);
    private IOException? _failure;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_running_recording_allocates_nothing()
    {
        RecordingTrack track = Track();
        long allocated = 0;
        for (int tick = 0; tick < 400; tick++)
        {
            Packet(_inbound, 1, tick);
            Packet(_outbound, 2, tick);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Step(track);
            if (tick >= 200) allocated += GC.GetAllocatedBytesForCurrentThread() - before;
        }
        Seal(track);
        Assert.Equal(0, allocated);
    }

    [Fact]
    public void Both_channels_lie_on_the_clock_even_when_one_starts_late()
    {
        RecordingTrack track = Track();
        for (int tick = 0; tick < 100; tick++)
        {
            Packet(_inbound, 1, tick);
            if (tick >= 40) Packet(_outbound, 2, tick);
            Step(track);
        }
        (short[] caller, short[] callee) = Seal(track);
        Assert.Equal(100 * 160, caller.Length);
        Assert.All(caller, sample => Assert.Equal(Loud, sample));
        Assert.All(callee[..(40 * 160)], sample => Assert.Equal(0, sample));
        Assert.All(callee[(40 * 160)..], sample => Assert.Equal(Loud, sample));
    }

    [Fact]
    public void Loss_and_silence_suppression_leave_holes_and_shift_nothing()
    {
        RecordingTrack track = Track();
        for (int tick = 0; tick < 60; tick++)
        {
            if (tick is not (10 or (>= 20 and < 45))) Packet(_inbound, 1, tick);
            Step(track);
        }
        (short[] caller, _) = Seal(track);
        Assert.All(Frame(caller, 10), sample => Assert.Equal(0, sample));
        Assert.All(Frame(caller, 11), sample => Assert.Equal(Loud, sample));
        Assert.All(Frame(caller, 44), sample => Assert.Equal(0, sample));
        Assert.All(Frame(caller, 45), sample => Assert.Equal(Loud, sample));
    }

    [Fact]
    public void Comfort_noise_lies_between_the_words_and_shifts_nothing()
    {
        RecordingTrack track = Track();
        for (int tick = 0; tick < 60; tick++)
        {
            if (tick is < 20 or >= 45) Packet(_inbound, 1, tick);
            else if (tick == 20) _inbound.Write(G711Codec.Pcmu, 1, 20 * 160, _time.GetTimestamp(), [40], isNoise: true);
            Step(track);
        }
        (short[] caller, short[] callee) = Seal(track);
        for (int tick = 20; tick < 45; tick++)
            Assert.InRange(Math.Sqrt(Frame(caller, tick).ToArray().Average(sample => (double)sample * sample)), 200, 500); // -40 dBov is 328
        Assert.All(Frame(caller, 19), sample => Assert.Equal(Loud, sample));
        Assert.All(Frame(caller, 45), sample => Assert.Equal(Loud, sample));
        Assert.All(callee, sample => Assert.Equal(0, sample));
    }

    [Fact]
    public void Comfort_noise_that_audio_has_overtaken_changes_nothing()
    {
        RecordingTrack track = Track();
        for (int tick = 0; tick < 30; tick++)
        {
            Packet(_inbound, 1, tick);
            if (tick == 20) _inbound.Write(G711Codec.Pcmu, 1, 18 * 160, _time.GetTimestamp(), [40], isNoise: true);
            Step(track);
        }
        Assert.All(Seal(track).Item1, sample => Assert.Equal(Loud, sample));
    }

    [Fact]
    public void Jitter_and_reordering_do_not_move_audio()
    {
        RecordingTrack track = Track();
        for (int tick = 0; tick < 50; tick++)
        {
            if (tick % 5 != 3) Packet(_inbound, 1, tick, code: (byte)(0x80 + tick));
            if (tick % 5 == 4) Packet(_inbound, 1, tick - 1, code: (byte)(0x80 + tick - 1)); // 20 ms late, behind its successor
            Step(track);
        }
        (short[] caller, _) = Seal(track);
        for (int tick = 0; tick < 50; tick++) Assert.Equal(G711.MuLawToLinear((byte)(0x80 + tick)), Frame(caller, tick)[80]);
    }

    [Fact]
    public void A_jump_of_ssrc_or_timestamp_is_anchored_to_its_arrival()
    {
        RecordingTrack track = Track();
        for (int tick = 0; tick < 90; tick++)
        {
            uint shift = tick < 30 ? 0 : tick < 60 ? 0x4000_0000u : 0xC000_0000u;
            Packet(_inbound, tick < 60 ? 1u : 2u, tick, shift: shift);
            Step(track);
        }
        (short[] caller, _) = Seal(track);
        Assert.All(caller, sample => Assert.Equal(Loud, sample));
        Assert.Equal(90 * 160, caller.Length);
    }

    [Fact]
    public void A_drifting_sender_stays_within_forty_milliseconds()
    {
        var placer = new ChannelPlacer(8000);
        long worst = 0;
        for (int i = 0; i < 50 * 600; i++) // ten minutes at 500 ppm: 300 ms without correction
        {
            long arrival = (long)(i * 160 * 1.0005);
            long position = placer.Place(new TappedPacket(G711Codec.Pcmu, 1, (uint)(i * 160), 0, 160), 160, arrival);
            worst = Math.Max(worst, Math.Abs(position - arrival));
        }
        Assert.InRange(worst, 0, 320);
        Assert.Equal(1, placer.Anchors);
    }

    [Fact]
    public void The_file_is_never_more_than_half_a_second_behind()
    {
        RecordingTrack track = Track();
        for (int tick = 0; tick < 200; tick++)
        {
            Packet(_inbound, 1, tick);
            Step(track, serviceEvery: 12); // the thread's cycle of 250 ms
            long missing = (tick + 1) * 160 - (new FileInfo(track.Path).Length - 44) / 4;
            Assert.InRange(missing, 0, 4000);
        }
        Seal(track);
    }

    [Fact]
    public void A_killed_recording_is_repaired_to_the_last_byte_on_disk()
    {
        RecordingTrack track = Track();
        for (int tick = 0; tick < 100; tick++)
        {
            Packet(_inbound, 1, tick);
            Step(track);
        }
        string killed = _folder.File("killed.wav");
        File.Copy(track.Path, killed); // its header still says empty
        File.AppendAllBytes(killed, [1, 2, 3]);
        Assert.Empty(Wav.Channel(killed, 0));
        Assert.True(RecordingRecovery.TryRepair(killed, out RecordingResult? result));
        Assert.InRange(result!.Duration.TotalSeconds, 1.5, 2.0);
        Assert.Equal(8000, result.SampleRateHz);
        Assert.False(result.IsComplete);
        Assert.All(Wav.Channel(killed, 0), sample => Assert.Equal(Loud, sample));
        Seal(track);
    }

    [Fact]
    public void Recovery_leaves_foreign_files_alone()
    {
        string path = _folder.File("note.txt");
        File.WriteAllText(path, "no recording at all, but longer than a header of forty-four bytes");
        Assert.False(RecordingRecovery.TryRepair(path, out _));
        Assert.StartsWith("no recording", File.ReadAllText(path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_ends_the_recording_with_a_flag_and_keeps_what_is_there()
    {
        long room = 44 + 8000;
        RecordingTrack track = Track((file, bytes, offset) =>
        {
            if (offset + bytes.Length > room) throw new IOException("No space left on device");
            RandomAccess.Write(file, bytes, offset);
        });
        for (int tick = 0; tick < 100; tick++)
        {
            Packet(_inbound, 1, tick);
            Step(track);
        }
        Assert.True(track.HasFailed);
        Assert.NotNull(_failure);
        Seal(track, exactLength: false);
        RecordingResult result = await track.SealAsync();
        Assert.False(result.IsComplete);
        Assert.InRange(result.Duration.TotalMilliseconds, 100, 250);
        Assert.Equal(result.Duration.TotalSeconds * 8000, Wav.Channel(track.Path, 0).Length);
    }

    [Fact]
    public async Task Nth_write_that_the_disk_refuses_ends_that_recording_and_keeps_what_is_there()
    {
        int writes = 0;
        for (int n = 1, last = int.MaxValue; n <= last; n++, writes = 0)
        {
            void Write(Microsoft.Win32.SafeHandles.SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset)
            {
                if (++writes == n) throw new IOException("as the test wants it");
                RandomAccess.Write(file, bytes, offset);
            }
            string path = _folder.File($"call-{n}.wav");
            if (n == 1)
            {
                Assert.Throws<IOException>(() => new RecordingTrack(path, _time, new RecorderOptions(), _inbound, _outbound, _ => { }, Write));
                await AssertNobodyHoldsAsync(path);
                continue;
            }
            int failures = 0;
            var track = new RecordingTrack(path, _time, new RecorderOptions(), _inbound, _outbound, _ => failures++, Write);
            for (int tick = 0; tick < 30; tick++)
            {
                Packet(_inbound, 1, tick);
                Step(track);
            }
            Task<RecordingResult> sealing = track.SealAsync();
            Assert.False(track.Service());
            bool struck = writes >= n;
            Assert.Equal((struck ? 1 : 0, !struck), (failures, (await sealing).IsComplete));
            if (struck) RecordingRecovery.TryRepair(path, out _);
            Assert.All(Wav.Channel(path, 0), sample => Assert.Equal(Loud, sample));
            if (!struck) last = n; // beyond the last write nothing fails
            Assert.InRange(n, 1, 100);
        }
    }

    // A process that another test starts has this one's files for a moment, until it becomes its program.
    private static async Task AssertNobodyHoldsAsync(string path)
    {
        for (int tries = 0; ; tries++)
        {
            try
            {
                File.Open(path, FileMode.Open, FileAccess.Write, FileShare.None).Dispose();
                return;
            }
            catch (IOException) when (tries < 100)
            {
                await Task.Delay(20);
            }
        }
    }

    [Fact]
    public async Task The_length_limit_cuts_the_file()
    {
        RecordingTrack track = Track(options: new RecorderOptions { MaxDuration = TimeSpan.FromSeconds(1) });
        for (int tick = 0; tick < 100; tick++)
        {
            Packet(_inbound, 1, tick);
            Step(track);
        }
        Seal(track, exactLength: false);
        RecordingResult result = await track.SealAsync();
        Assert.Equal(TimeSpan.FromSeconds(1), result.Duration);
        Assert.False(result.IsComplete);
    }

    private RecordingTrack Track(RecordingTrack.WriteAt? write = null, RecorderOptions? options = null) =>
        new(_folder.File("call.wav"), _time, options ?? new RecorderOptions(), _inbound, _outbound, error => _failure = error, write);

    private void Packet(PacketTap tap, uint ssrc, int tick, byte code = 0x10, uint shift = 0) =>
        Assert.True(tap.Write(G711Codec.Pcmu, ssrc, (uint)(tick * 160) + shift, _time.GetTimestamp(), Enumerable.Repeat(code, 160).ToArray()));

    private int _steps;

    private void Step(RecordingTrack track, int serviceEvery = 5)
    {
        _time.Advance(TimeSpan.FromMilliseconds(20));
        if (++_steps % serviceEvery == 0) Assert.True(track.Service());
    }

    private (short[] Caller, short[] Callee) Seal(RecordingTrack track, bool exactLength = true)
    {
        Task<RecordingResult> sealing = track.SealAsync();
        Assert.False(track.Service());
        Assert.True(sealing.IsCompletedSuccessfully);
        if (exactLength) Assert.Equal(_steps * 160, Wav.Channel(track.Path, 0).Length);
        return (Wav.Channel(track.Path, 0), Wav.Channel(track.Path, 1));
    }

    private static short[] Frame(short[] channel, int tick) => channel[(tick * 160)..((tick + 1) * 160)];
}
