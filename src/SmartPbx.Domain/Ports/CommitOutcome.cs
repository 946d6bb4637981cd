namespace SmartPbx.Domain.Ports;

/// <summary>What became of a commit; all or nothing was applied.</summary>
public enum CommitOutcome
{
    Committed,
    /// <summary>A document to be created exists.</summary>
    AlreadyExists,
    /// <summary>A document has another ETag than the one named, or is gone.</summary>
    PreconditionFailed,
    /// <summary>The inbox has the event for this handler: it was handled before.</summary>
    AlreadyHandled,
}
