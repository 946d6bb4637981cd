namespace SmartPbx.Media.Relay;

/// <summary>One packet on its way to a transcoding thread, or back. A slot of a ring: filled and emptied, never replaced.</summary>
internal sealed class TranscodeWork
{
    /// <summary>The leg whose peer sent the packet.</summary>
    public LegState? Source { get; private set; }

    public RelayRoute? Route { get; private set; }

    /// <summary>The mix that a tick or a packet is of; null: this is transcoding.</summary>
    public Mixing.MixDesk? Mix { get; private set; }

    /// <summary>On the way to the thread: where the tick is to be done.</summary>
    public Mixing.MixRoom? Room { get; private set; }

    public byte[] Bytes { get; } = new byte[Transcoder.MaxPacketBytes];

    /// <summary>Bytes of the packet; 0 for a tick without one.</summary>
    public int Length { get; set; }

    /// <summary>On the way back: audio, not an event.</summary>
    public bool IsAudio { get; set; }

    public void Fill(LegState? source, RelayRoute? route, int length, bool isAudio)
    {
        (Source, Route, Length, IsAudio) = (source, route, length, isAudio);
    }

    /// <summary>A tick of a mix, or a packet of it for a leg.</summary>
    public void FillMix(Mixing.MixDesk mix, Mixing.MixRoom? room, LegState? target, int length)
    {
        Fill(target, null, length, isAudio: true);
        (Mix, Room) = (mix, room);
    }

    public void Clear()
    {
        Fill(null, null, 0, false);
        (Mix, Room) = (null, null);
    }
}
