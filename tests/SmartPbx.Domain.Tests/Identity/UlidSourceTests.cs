using SmartPbx.Domain.Identity;

namespace SmartPbx.Domain.Tests.Identity;

public sealed class UlidSourceTests
{
    private readonly FixedClock _clock = new(new DateTimeOffset(2026, 11, 20, 9, 0, 0, TimeSpan.Zero));
    private readonly UlidSource _ids;

    public UlidSourceTests() => _ids = new UlidSource(_clock);

    [Fact]
    public void An_id_has_26_characters_of_the_lower_case_alphabet_and_is_a_valid_id()
    {
        var id = _ids.NewId();

        Assert.Matches("^[0-9a-hjkmnp-tv-z]{26}$", id);
        Assert.True(IdText.IsValid(id));
    }

    [Fact]
    public void Ids_sort_by_the_time_of_their_making()
    {
        var ids = new List<string>();
        foreach (var step in new[] { 1, 31, 1_000, 86_400_000 })
        {
            ids.Add(_ids.NewId());
            _clock.Now += TimeSpan.FromMilliseconds(step);
        }

        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
    }

    [Fact]
    public void The_first_ten_characters_are_the_milliseconds()
    {
        _clock.Now = DateTimeOffset.FromUnixTimeMilliseconds(1_469_918_176_385); // example of the ULID specification: 01ARYZ6S41

        Assert.StartsWith("01aryz6s41", _ids.NewId(), StringComparison.Ordinal);
    }

    [Fact]
    public void Ids_of_the_same_moment_differ() => Assert.Equal(1_000, Enumerable.Range(0, 1_000).Select(_ => _ids.NewId()).Distinct().Count());
}
