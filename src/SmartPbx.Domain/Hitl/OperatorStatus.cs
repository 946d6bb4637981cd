namespace SmartPbx.Domain.Hitl;

/// <summary>What an operator says of himself (HITL-1).</summary>
public enum OperatorStatus { Offline, Available, Busy, Away }
