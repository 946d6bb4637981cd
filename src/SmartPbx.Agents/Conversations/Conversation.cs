namespace SmartPbx.Agents.Conversations;

/// <summary>
/// One caller and the voice agent, from the greeting to the end. One task owns all state: frames, keys and results of recognition, model, voice and desk
/// come through one mailbox, the turn table says what follows, and nothing is awaited on the way.
/// </summary>
public sealed class Conversation(ConversationServices services, ConversationContext context, ICallLine line, IConversationEvents events)
{
    /// <summary>
    /// Holds the conversation. Returns soon after <paramref name="hangUp"/>: when every task of the call has ended and an open alert is closed (at most eight seconds, when a store or provider hangs);
    /// does not throw for a failing provider.
    /// </summary>
    public Task<ConversationEnd> RunAsync(CancellationToken hangUp) =>
        Task.Factory.StartNew(() => DriveAsync(hangUp), CancellationToken.None, TaskCreationOptions.DenyChildAttach, services.Scheduler).Unwrap();

    private async Task<ConversationEnd> DriveAsync(CancellationToken hangUp)
    {
        using var driver = new ConversationDriver(services, context, line, events);
        return await driver.RunAsync(hangUp);
    }
}
