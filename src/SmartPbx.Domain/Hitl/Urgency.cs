namespace SmartPbx.Domain.Hitl;

/// <summary>High when retrieval found next to nothing (best score below 0.3).</summary>
public enum Urgency { Medium, High }
