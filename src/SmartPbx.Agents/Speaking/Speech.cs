using System.Threading.Channels;

namespace SmartPbx.Agents.Speaking;

/// <summary>One thing that the agent says: sentences that come, and their audio as it is made.</summary>
internal sealed class Speech(SpeechPurpose purpose, ChannelReader<string> sentences)
{
    private const int MaxWaitingPieces = 64;

    public SpeechPurpose Purpose => purpose;

    public ChannelReader<string> Sentences => sentences;

    /// <summary>Completed when all is made; with an exception when the voice failed.</summary>
    public Channel<SpeechPiece> Pieces { get; } =
        Channel.CreateBounded<SpeechPiece>(new BoundedChannelOptions(MaxWaitingPieces) { SingleReader = true, SingleWriter = true });

    public bool HasFailed => Pieces.Reader.Completion.IsFaulted;

    public bool IsDrained => Pieces.Reader.Completion.IsCompleted;
}
