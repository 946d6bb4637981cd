namespace SmartPbx.Domain.Supervision;

/// <summary>Life of a supervision: refused at once; or ringing → active → ended, or ended before it was active.</summary>
public enum SupervisionStatus { Ringing, Active, Ended, Refused }
