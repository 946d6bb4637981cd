namespace SmartPbx.MediaEdge.Legs;

/// <summary>Which dialog of a call.</summary>
public enum LegSide
{
    /// <summary>Leg A.</summary>
    Caller,

    /// <summary>Leg B.</summary>
    Callee,

    /// <summary>A supervisor's: neither of the two, and in no seat.</summary>
    Supervisor,
}
