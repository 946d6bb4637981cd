namespace SmartPbx.Domain.Directory;

/// <summary>What the caller does while a person is asked.</summary>
public enum HitlMode { Hold, AnswerAndReview }
