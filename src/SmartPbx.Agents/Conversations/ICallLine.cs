using System.Threading.Channels;
using SmartPbx.Media.Relay;

namespace SmartPbx.Agents.Conversations;

/// <summary>What a conversation needs of its call; implemented by the media edge. Used by the conversation's own task alone.</summary>
public interface ICallLine
{
    /// <summary>Of <see cref="CallerAudio"/> and <see cref="Playout"/>: 8000.</summary>
    int SampleRateHz { get; }

    /// <summary>What the caller says: one 20 ms frame every 20 ms. The conversation is its one reader; the line's owner disposes it.</summary>
    AudioTap CallerAudio { get; }

    /// <summary>What the caller hears. The conversation is its one writer.</summary>
    PlayoutQueue Playout { get; }

    /// <summary>Keys that the caller pressed, 0–9, *, #, A–D.</summary>
    ChannelReader<char> Digits { get; }

    /// <summary>True: a person talks with the caller in the agent's place; false: the caller is the agent's again.</summary>
    ChannelReader<bool> Asides { get; }

    /// <summary>Milliseconds since the start of the recording.</summary>
    long ElapsedMs { get; }

    /// <summary>Rings the number's extension again while the agent plays hold music; cancelling stops the ringing. Does not throw for expected endings.</summary>
    Task<TransferOutcome> RingPersonAsync(CancellationToken cancellationToken);
}
