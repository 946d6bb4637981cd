namespace SmartPbx.Domain.Knowledge;

/// <summary>Only active items are indexed; review items wait for a person (KB-5).</summary>
public enum KnowledgeStatus { Active, Review, Rejected }
