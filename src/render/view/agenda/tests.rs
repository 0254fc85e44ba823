use super::*;

fn step(id: &str, minutes: u32, begins: &str) -> Step {
    let part = (!begins.is_empty()).then(|| Anchor { title: begins.to_owned(), ..Anchor::default() });
    Step { id: id.to_owned(), words: id.to_owned(), minutes, part, ..Step::empty() }
}

fn pause(id: &str, minutes: u32) -> Step {
    Step { is_break: true, ..step(id, minutes, "") }
}

#[test]
fn the_second_half_of_a_module_bears_its_name() {
    let steps = [
        step("arrive", 10, "Caching"),
        step("try", 15, ""),
        pause("pause-1", 10),
        step("try-on", 20, ""),
        step("ask", 5, ""),
        pause("pause-2", 45),
        step("decide", 30, "Releases"),
        step("vote", 5, ""),
        pause("break", 5),
        step("end", 5, ""),
    ];
    let stripes = parts_to_scale(&steps);
    let drawn: Vec<_> = stripes.iter().map(|stripe| (&*stripe.id, &*stripe.title, stripe.minutes)).collect();
    let wanted = [
        ("arrive", "Caching", 25),
        ("pause-1", "pause-1", 10),
        ("try-on", "Caching", 25),
        ("pause-2", "pause-2", 45),
        // A break inside a module is one of its own activities.
        ("decide", "Releases", 45),
    ];
    assert_eq!(drawn, wanted);
    assert_eq!(stripes.iter().map(|stripe| &*stripe.class).collect::<Vec<_>>(), ["", "brk", "", "brk", ""]);
}
