namespace SmartPbx.Domain.Directory;

/// <summary>Roles of people (API-3).</summary>
public enum Role { Admin, Operator, Agent, Viewer }
