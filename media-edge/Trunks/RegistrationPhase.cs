namespace SmartPbx.MediaEdge.Trunks;

/// <summary>Where a registration of ours stands.</summary>
public enum RegistrationPhase
{
    Idle,

    /// <summary>The first REGISTER, or the first after a failure, is on its way.</summary>
    Registering,

    /// <summary>The carrier has us.</summary>
    Registered,

    /// <summary>It has us, and is asked to go on.</summary>
    Refreshing,

    /// <summary>It has us not; the next try waits.</summary>
    Waiting,

    /// <summary>Expires: 0 is on its way.</summary>
    Leaving,

    /// <summary>Nothing follows.</summary>
    Gone,
}
