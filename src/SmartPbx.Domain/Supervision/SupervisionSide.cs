namespace SmartPbx.Domain.Supervision;

/// <summary>The side of a call that is whispered to.</summary>
public enum SupervisionSide { Callee, Caller }
