namespace SmartPbx.Domain.Supervision;

/// <summary>Why a supervision, or one command to it, was refused, or how it ended.</summary>
public enum SupervisionReason
{
    /// <summary>The call is over or was never here.</summary>
    NoSuchCall,

    /// <summary>The call still rings: there is nothing to hear.</summary>
    CallNotAnswered,

    /// <summary>The tenant has no such extension.</summary>
    UnknownExtension,

    /// <summary>No phone is registered for the extension.</summary>
    ExtensionNotRegistered,

    /// <summary>The extension takes part in the call, or supervises it already.</summary>
    ExtensionInCall,

    /// <summary>The call has as many supervisors as it may have.</summary>
    TooManySupervisors,

    /// <summary>The caller talks with the voice agent: there are no two sides.</summary>
    NobodyToWhisperTo,

    /// <summary>No media ports are free.</summary>
    NoPorts,

    /// <summary>The supervision is over or was never here.</summary>
    NoSuchSupervision,

    /// <summary>The phone was not answered in time.</summary>
    NotAnswered,
    Busy,
    Declined,

    /// <summary>The phone has no codec in common with the edge.</summary>
    NotAcceptable,

    /// <summary>The supervisor hung up.</summary>
    HungUp,

    /// <summary>Ended by the API.</summary>
    Stopped,
    CallEnded,

    /// <summary>The phone fell silent.</summary>
    MediaLost,
}
