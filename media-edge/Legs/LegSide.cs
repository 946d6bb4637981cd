namespace SmartPbx.MediaEdge.Legs;

/// <summary>Which of the two dialogs.</summary>
public enum LegSide
{
    /// <summary>Leg A.</summary>
    Caller,

    /// <summary>Leg B.</summary>
    Callee,
}
