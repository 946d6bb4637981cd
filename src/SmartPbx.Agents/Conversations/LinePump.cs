namespace SmartPbx.Agents.Conversations;

/// <summary>Brings the line's frames and keys into the mailbox.</summary>
internal static class LinePump
{
    /// <summary>Frames until the line closes.</summary>
    public static async Task PumpFramesAsync(ICallLine line, Mailbox mailbox, CancellationToken cancellationToken)
    {
        // At most Capacity frames wait, one is handled and one is filled: a buffer is not filled again before it was handled.
        var frames = new CallerFrame[Mailbox.Capacity + 2];
        for (var i = 0; i < frames.Length; i++) frames[i] = new CallerFrame(new short[line.CallerAudio.FrameSamples]);
        var next = 0;
        while (await line.CallerAudio.WaitToReadAsync(cancellationToken))
        {
            while (line.CallerAudio.TryRead(frames[next].Samples, out _))
            {
                await mailbox.PostAsync(frames[next], cancellationToken);
                next = (next + 1) % frames.Length;
            }
        }
        await mailbox.PostAsync(new LineClosed(), cancellationToken);
    }

    public static async Task PumpDigitsAsync(ICallLine line, Mailbox mailbox, CancellationToken cancellationToken)
    {
        while (await line.Digits.WaitToReadAsync(cancellationToken))
            while (line.Digits.TryRead(out var digit)) await mailbox.PostAsync(new KeyPressed(digit), cancellationToken);
    }

    public static async Task PumpAsidesAsync(ICallLine line, Mailbox mailbox, CancellationToken cancellationToken)
    {
        while (await line.Asides.WaitToReadAsync(cancellationToken))
            while (line.Asides.TryRead(out var isAside)) await mailbox.PostAsync(new SetAside(isAside), cancellationToken);
    }
}
