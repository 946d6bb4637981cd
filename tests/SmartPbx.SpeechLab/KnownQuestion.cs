namespace SmartPbx.SpeechLab;

/// <summary>A question and the answer of the item that answers it.</summary>
public sealed class KnownQuestion
{
    public string Question { get; set; } = "";

    public string Answer { get; set; } = "";
}
