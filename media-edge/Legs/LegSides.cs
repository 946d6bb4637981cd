namespace SmartPbx.MediaEdge.Legs;

/// <summary>Words about <see cref="LegSide"/>.</summary>
internal static class LegSides
{
    /// <summary>The side across.</summary>
    public static LegSide Other(this LegSide side) => side == LegSide.Caller ? LegSide.Callee : LegSide.Caller;
}
