namespace SmartPbx.Domain.Knowledge;

/// <summary>Where an item came from.</summary>
public enum KnowledgeSource { Manual, Import, Auto, OperatorCorrection }
