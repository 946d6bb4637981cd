namespace SmartPbx.Domain.Hitl;

/// <summary>Why a person is asked (AI-9).</summary>
public enum HitlReason { LowConfidence, PersonRequested, SensitiveTopic, Complexity, CallerUnintelligible }
