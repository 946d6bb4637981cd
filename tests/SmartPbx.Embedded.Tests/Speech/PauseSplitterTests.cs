using SmartPbx.Embedded.Speech;

namespace SmartPbx.Embedded.Tests.Speech;

public sealed class PauseSplitterTests
{
    private const int RateHz = 8000;

    [Fact]
    public void Cuts_at_pauses_and_leaves_clicks_out()
    {
        var audio = Audio((false, 1000), (true, 800), (false, 300), (true, 500), (false, 900), (true, 30), (false, 900), (true, 700), (false, 400));

        var pieces = PauseSplitter.Split(audio, RateHz);

        Assert.Equal([(800, 2800), (4230, 5330)], pieces.Select(p => (p.Start.Value / 8, p.End.Value / 8)));
    }

    [Fact]
    public void Speech_without_a_pause_is_cut_at_the_longest_piece()
    {
        var pieces = PauseSplitter.Split(Audio((true, 45_000)), RateHz);

        Assert.Equal(3, pieces.Count);
        Assert.All(pieces, p => Assert.True(p.End.Value - p.Start.Value <= 20_500 * 8));
    }

    [Fact]
    public void Silence_has_no_pieces() => Assert.Empty(PauseSplitter.Split(Audio((false, 5000)), RateHz));

    private static short[] Audio(params (bool Loud, int Ms)[] parts) =>
        [.. parts.SelectMany(p => Enumerable.Range(0, p.Ms * 8).Select(i => (short)((p.Loud ? 5000 : 20) * Math.Sin(i))))];
}
