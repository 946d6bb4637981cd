using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using SmartPbx.Media.Audio;
using SmartPbx.Media.Codecs;

namespace SmartPbx.MediaEdge.Tests.Kit;

/// <summary>The audio of a test phone: sends a tone every 20 ms and keeps what it hears, at 8 kHz whatever the codec.</summary>
internal sealed class AudioEnd : IDisposable
{
    private const int PacketSamples = 160;
    private const int SampleRateHz = 8000;
    private const int HeaderBytes = 12;
    private readonly UdpClient _socket;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<short> _heard = [];
    private readonly Lock _gate = new();
    private readonly List<(char Key, int DurationMs)> _keys = [];
    private uint? _lastKeyTimestamp;
    private readonly PayloadFormat _format;
    private readonly IAudioCodec _codec;
    private readonly IAudioDecoder _decoder;
    private readonly uint _packetUnits;
    private ushort _sequence;

    public AudioEnd(IPAddress address, PayloadFormat? format = null)
    {
        _format = format ?? PayloadFormat.Pcmu;
        Assert.True(AudioCodecs.TryFind(_format, out _codec!));
        _decoder = _codec.CreateDecoder(SampleRateHz);
        _packetUnits = (uint)(_format.ClockRateHz / 50);
        _socket = new UdpClient(new IPEndPoint(address, 0));
        _ = Task.Run(ReceiveAsync);
    }

    public IPEndPoint EndPoint => (IPEndPoint)_socket.Client.LocalEndPoint!;

    public int PacketsHeard { get; private set; }

    /// <summary>The telephone-events heard, each with its length in milliseconds.</summary>
    public IReadOnlyList<(char Key, int DurationMs)> Keys
    {
        get
        {
            lock (_gate) return [.. _keys];
        }
    }

    /// <summary>Of the latest packet, whatever it carries.</summary>
    public int LastPayloadType { get; private set; } = -1;

    /// <summary>Whether the last tenth of a second is no silence, and packets still come.</summary>
    public bool HearsSomething => Latest(100) is { Length: 800 } heard && heard.Average(s => Math.Abs((double)s)) > 100;

    /// <summary>The latest audio heard, at most so long.</summary>
    public short[] Latest(int milliseconds)
    {
        lock (_gate) return [.. _heard.TakeLast(milliseconds * 8)];
    }

    /// <summary>Whether this tone is what is heard now.</summary>
    public bool Hears(double hz) => Latest(100) is { Length: 800 } heard && Tone.Share(heard, hz) > 0.5;

    /// <summary>Whether this tone was heard at any time so far, for a tenth of a second.</summary>
    public bool HasHeard(double hz)
    {
        const int Step = 400, Window = 800;
        short[] heard;
        lock (_gate) heard = [.. _heard];
        for (var at = 0; at + Window <= heard.Length; at += Step)
            if (Tone.Share(heard.AsSpan(at, Window), hz) > 0.5) return true;
        return false;
    }

    /// <summary>Whether this pair of tones was heard at any time so far, for a tenth of a second.</summary>
    public bool HasHeard(double hz, double other)
    {
        const int Step = 200, Window = 800;
        short[] heard;
        lock (_gate) heard = [.. _heard];
        for (var at = 0; at + Window <= heard.Length; at += Step)
            if (Tone.Share(heard.AsSpan(at, Window), hz) + Tone.Share(heard.AsSpan(at, Window), other) > 0.5) return true;
        return false;
    }

    /// <summary>Whether this pair of tones is what is heard now.</summary>
    public bool Hears(double hz, double other) => Latest(100) is { Length: 800 } heard && Tone.Share(heard, hz) + Tone.Share(heard, other) > 0.5;

    /// <summary>Sends the tone until disposed.</summary>
    public void Sing(IPEndPoint target, double hz) => _ = Task.Run(() => SingAsync(target, hz));

    /// <summary>One RFC 4733 key: start, end and its repeats.</summary>
    public void Press(IPEndPoint target, byte key, byte payloadType = 101, int durationMs = 60)
    {
        var timestamp = (uint)(_sequence * PacketSamples);
        for (var i = 0; i < 5; i++)
        {
            var packet = new byte[HeaderBytes + 4];
            Header(packet, payloadType, timestamp);
            packet[12] = key;
            packet[13] = (byte)((i >= 2 ? 0x80 : 0) | 10);
            BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(14), (ushort)(i >= 2 ? durationMs * 8 : PacketSamples * (i + 1)));
            _socket.Send(packet, packet.Length, target);
        }
    }

    /// <summary>One key as a tone in the audio, and silence after it.</summary>
    public async Task SoundAsync(IPEndPoint target, char key, int durationMs)
    {
        var tone = new DtmfTone(SampleRateHz);
        tone.Start(key, durationMs);
        using var encoder = _codec.CreateEncoder(SampleRateHz, _format);
        var (pcm, payload) = (new short[PacketSamples], new byte[PacketSamples]);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (var sent = 0; sent < durationMs + 200; sent += 20)
        {
            await timer.WaitForNextTickAsync(_stop.Token);
            tone.Read(pcm);
            var packet = new byte[HeaderBytes + encoder.Encode(pcm, payload)];
            Header(packet, _format.PayloadType, _sequence * _packetUnits);
            payload.AsSpan(0, packet.Length - HeaderBytes).CopyTo(packet.AsSpan(HeaderBytes));
            await _socket.SendAsync(packet, target, _stop.Token);
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _decoder.Dispose();
        _socket.Dispose();
    }

    private async Task SingAsync(IPEndPoint target, double hz)
    {
        var tone = Tone.Sine(hz, 1000);
        using var encoder = _codec.CreateEncoder(SampleRateHz, _format);
        var (pcm, payload) = (new short[PacketSamples], new byte[1275]);
        var at = 0;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                for (var i = 0; i < PacketSamples; i++, at = (at + 1) % tone.Length) pcm[i] = tone[at];
                var packet = new byte[HeaderBytes + encoder.Encode(pcm, payload)];
                Header(packet, _format.PayloadType, _sequence * _packetUnits);
                payload.AsSpan(0, packet.Length - HeaderBytes).CopyTo(packet.AsSpan(HeaderBytes));
                await _socket.SendAsync(packet, target, _stop.Token);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // the test is over
        }
    }

    private void Header(Span<byte> packet, byte payloadType, uint timestamp)
    {
        packet[0] = 0x80;
        packet[1] = payloadType;
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], ++_sequence);
        BinaryPrimitives.WriteUInt32BigEndian(packet[4..], timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(packet[8..], (uint)EndPoint.Port);
    }

    // A telephone-event (RFC 4733 §2.3): counts once, with its end.
    private void Hear(byte[] packet)
    {
        const int EventBytes = 4;
        if (packet.Length != HeaderBytes + EventBytes || (packet[13] & 0x80) == 0) return;
        var timestamp = BinaryPrimitives.ReadUInt32BigEndian(packet.AsSpan(4));
        if (timestamp == _lastKeyTimestamp) return;
        _lastKeyTimestamp = timestamp;
        lock (_gate) _keys.Add(("0123456789*#ABCD"[packet[12] & 15], BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(14)) / 8));
    }

    private async Task ReceiveAsync()
    {
        var pcm = new short[PacketSamples * 6];
        try
        {
            while (true)
            {
                var received = await _socket.ReceiveAsync(_stop.Token);
                Hear(received.Buffer);
                if (received.Buffer.Length > HeaderBytes) LastPayloadType = received.Buffer[1] & 0x7F;
                if (received.Buffer.Length <= HeaderBytes || (received.Buffer[1] & 0x7F) != _format.PayloadType) continue;
                var samples = _decoder.Decode(received.Buffer.AsSpan(HeaderBytes), pcm);
                lock (_gate) _heard.AddRange(pcm.AsSpan(0, samples));
                PacketsHeard++;
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // the test is over
        }
    }
}
